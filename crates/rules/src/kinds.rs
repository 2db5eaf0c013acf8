/// Declares the kinds of one family: their modules, the tagged type, the names, and who answers for each.
macro_rules! kinds {
    (
        $(#[$about:meta])* $Type:ident, $(#[$about_name:meta])* $Name:ident, $Kind:ident:
        $($name:literal => $module:ident::$settings:ident),* $(,)?
    ) => {
        $(pub(crate) mod $module;)*

        $(#[$about])*
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(tag = "kind", content = "settings", deny_unknown_fields)]
        pub enum $Type {
            $(
                #[doc = concat!("`", $name, "`")]
                #[serde(rename = $name)]
                $settings($module::$settings),
            )*
        }

        $(#[$about_name])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum $Name {
            $(
                #[doc = concat!("`", $name, "`")]
                #[serde(rename = $name)]
                $settings,
            )*
        }

        impl $Name {
            /// All kinds, in the order of the palette.
            pub const ALL: &[Self] = &[$(Self::$settings),*];

            /// The name as documents write it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$settings => $name,)*
                }
            }

            /// Settings that are right for the form of the conformance test.
            #[cfg(test)]
            pub(crate) fn samples(self) -> Vec<serde_json::Value> {
                match self {
                    $(Self::$settings => <$module::$settings as $Kind>::samples(),)*
                }
            }
        }

        impl $Type {
            /// The name of the kind.
            pub fn name(&self) -> $Name {
                match self {
                    $(Self::$settings(_) => $Name::$settings,)*
                }
            }

            pub(crate) fn kind(&self) -> &dyn $Kind {
                match self {
                    $(Self::$settings(settings) => settings,)*
                }
            }
        }
    };
}

pub(crate) use kinds;
