//! Headers that keep a browser to this server.

use actix_web::middleware::DefaultHeaders;

const POLICY: &str = "default-src 'self'; img-src 'self' data: blob:; style-src 'self' 'unsafe-inline'; \
                      script-src 'self'; connect-src 'self'; object-src 'self' blob:; frame-src 'self' blob:; \
                      base-uri 'none'; form-action 'self'; frame-ancestors 'none'";

/// The headers of every answer.
pub(crate) fn headers() -> DefaultHeaders {
    DefaultHeaders::new()
        .add(("Content-Security-Policy", POLICY))
        .add(("X-Content-Type-Options", "nosniff"))
        .add(("Referrer-Policy", "same-origin"))
        .add(("Cross-Origin-Opener-Policy", "same-origin"))
        .add(("Cross-Origin-Resource-Policy", "same-origin"))
}
