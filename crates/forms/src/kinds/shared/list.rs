/// Declares the kinds: their modules, the tagged type of a field, the names, and who answers for each.
macro_rules! field_kinds {
    ($($name:literal => $module:ident::$settings:ident),* $(,)?) => {
        $(pub(crate) mod $module;)*

        /// The kind of a field with its settings: `{"kind": "money", "settings": {…}}`.
        #[derive(Debug, Clone, PartialEq, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        #[serde(tag = "kind", content = "settings", deny_unknown_fields)]
        pub enum FieldType {
            $(
                #[doc = concat!("A field of the kind `", $name, "`.")]
                #[serde(rename = $name)]
                $settings($module::$settings),
            )*
        }

        /// The name of a field kind.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize, schemars::JsonSchema)]
        pub enum FieldKindName {
            $(
                #[doc = concat!("`", $name, "`")]
                #[serde(rename = $name)]
                $settings,
            )*
        }

        /// The names of all kinds, in the order of the palette.
        pub const NAMES: &[FieldKindName] = &[$(FieldKindName::$settings),*];

        impl FieldKindName {
            /// The name as documents write it.
            pub fn as_str(self) -> &'static str {
                match self {
                    $(Self::$settings => $name,)*
                }
            }

            /// Examples of good and bad input.
            pub fn samples(self) -> Vec<Sample> {
                match self {
                    $(Self::$settings => <$module::$settings as FieldKind>::samples(),)*
                }
            }
        }

        impl FieldType {
            /// The name of the kind.
            pub fn name(&self) -> FieldKindName {
                match self {
                    $(Self::$settings(_) => FieldKindName::$settings,)*
                }
            }
        }

        impl std::ops::Deref for FieldType {
            type Target = dyn FieldKind;

            fn deref(&self) -> &Self::Target {
                match self {
                    $(Self::$settings(kind) => kind,)*
                }
            }
        }

        impl std::ops::DerefMut for FieldType {
            fn deref_mut(&mut self) -> &mut Self::Target {
                match self {
                    $(Self::$settings(kind) => kind,)*
                }
            }
        }
    };
}

pub(in crate::kinds) use field_kinds;
