use rust_decimal::{Decimal, RoundingStrategy};

/// The most decimal places that a stored number has.
pub const MAX_SCALE: u32 = 9;

/// The number rounded to `scale` places, halves away from zero.
pub fn round_half_up(number: Decimal, scale: u32) -> Decimal {
    number.round_dp_with_strategy(scale, RoundingStrategy::MidpointAwayFromZero)
}

/// The number as the integer that is stored: number × 10^scale, rounded; `None` when it leaves 64 bits.
pub fn to_scaled(number: Decimal, scale: u32) -> Option<i64> {
    let factor = Decimal::from(10i64.checked_pow(scale)?);
    let scaled = round_half_up(number, scale).checked_mul(factor)?;
    i64::try_from(scaled.trunc().mantissa() / 10i128.pow(scaled.trunc().scale())).ok()
}

/// The number that a stored integer means: stored ÷ 10^scale.
pub fn from_scaled(stored: i64, scale: u32) -> Decimal {
    Decimal::from_i128_with_scale(i128::from(stored), scale)
}

#[cfg(test)]
mod tests;
