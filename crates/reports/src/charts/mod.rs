//! The kinds of charts: how a pivot is drawn. Each file holds the settings of one kind and what it can show.

use mortise_model::{Issue, Issues, Pointer};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

mod area;
mod bar;
mod funnel;
mod heat_map;
mod kpi;
mod line;
mod pie;
mod pivot;

/// What a chart must know of the pivot that it draws.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PivotShape {
    /// How many row fields there are.
    pub n_rows: usize,
    /// How many column fields there are.
    pub n_columns: usize,
    /// The keys of the measures.
    pub measures: Vec<String>,
}

/// Declares the modules' settings as one tagged enum, its names, and what all of them answer.
macro_rules! chart_kinds {
    ($($name:literal => $variant:ident($settings:path)),+ $(,)?) => {
        /// How a report is drawn.
        #[derive(Debug, Clone, PartialEq, Serialize, Deserialize, JsonSchema)]
        #[serde(tag = "kind", content = "settings", deny_unknown_fields)]
        pub enum ChartKind {
            $(
                #[serde(rename = $name)]
                #[doc = concat!("`", $name, "`")]
                $variant($settings),
            )+
        }

        /// The names of the kinds.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
        pub enum ChartKindName {
            $(
                #[serde(rename = $name)]
                #[doc = concat!("`", $name, "`")]
                $variant,
            )+
        }

        impl ChartKindName {
            /// All kinds, in the order of the palette.
            pub const ALL: &[Self] = &[$(Self::$variant),+];
        }

        impl ChartKind {
            /// The name of its kind.
            pub fn name(&self) -> ChartKindName {
                match self {
                    $(Self::$variant(_) => ChartKindName::$variant,)+
                }
            }

            /// Whether it can draw a pivot of this shape; pointers start at its settings.
            pub fn accepts(&self, shape: &PivotShape) -> Issues {
                match self {
                    $(Self::$variant(settings) => settings.accepts(shape),)+
                }
            }
        }
    };
}

chart_kinds! {
    "pivot" => Pivot(pivot::PivotChart),
    "bar" => Bar(bar::BarChart),
    "line" => Line(line::LineChart),
    "area" => Area(area::AreaChart),
    "pie" => Pie(pie::PieChart),
    "funnel" => Funnel(funnel::FunnelChart),
    "heat_map" => HeatMap(heat_map::HeatMapChart),
    "kpi" => Kpi(kpi::KpiChart),
}

impl PivotShape {
    /// Names of measures that the pivot does not have.
    fn unknown_measures(&self, at: &str, names: &[String]) -> Issues {
        let unknown = names.iter().enumerate().filter(|(_, name)| !self.measures.contains(name));
        let at = Pointer::root().at(at);
        unknown
            .map(|(index, name)| Issue::error(at.at(index), "unknown_measure").with("measure", name.as_str()))
            .collect()
    }

    /// `needs_rows` unless the number of row fields lies between the two.
    fn rows_between(&self, least: usize, most: usize) -> Issues {
        if (least..=most).contains(&self.n_rows) {
            return Issues::new();
        }
        Issue::error(Pointer::root(), "chart_needs_rows").with("least", least).with("most", most).into()
    }

    /// `needs_columns` unless the number of column fields is at most this.
    fn columns_at_most(&self, most: usize) -> Issues {
        if self.n_columns <= most {
            return Issues::new();
        }
        Issue::error(Pointer::root(), "chart_needs_columns").with("least", 0).with("most", most).into()
    }

    /// `needs_one_measure` where it is not clear which number is drawn.
    fn one_measure(&self, chosen: Option<&String>) -> Issues {
        match chosen {
            Some(name) if self.measures.contains(name) => Issues::new(),
            Some(name) => {
                Issue::error(Pointer::root().at("measure"), "unknown_measure").with("measure", name.as_str()).into()
            }
            None if self.measures.len() == 1 => Issues::new(),
            None => Issue::error(Pointer::root(), "chart_needs_one_measure").into(),
        }
    }
}

#[cfg(test)]
mod tests;
