//! The faces that text is set in, parsed once, with the glyph and the advance of each character at hand.

mod face;
mod subset;

use std::sync::LazyLock;

pub(crate) use face::Face;
pub(crate) use subset::subset;

use crate::FaceId;

/// Stands for a character that no face has.
pub(crate) const REPLACEMENT: char = '□';

const REGULAR: FaceId = FaceId(0);
const BOLD: FaceId = FaceId(1);

static EMBEDDED: LazyLock<Fonts> = LazyLock::new(|| Fonts {
    faces: vec![
        Face::new("NotoSansSC-Regular", include_bytes!(env!("MORTISE_FACE_REGULAR"))),
        Face::new("NotoSansSC-Bold", include_bytes!(env!("MORTISE_FACE_BOLD"))),
    ],
});

/// The faces of a document.
#[derive(Debug)]
pub struct Fonts {
    faces: Vec<Face>,
}

/// How heavy text is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Weight {
    Regular,
    Bold,
}

/// A character as it will be printed.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(crate) struct Setting {
    /// The face that has it.
    pub(crate) face: FaceId,
    /// The character, or the one that stands for it.
    pub(crate) character: char,
    /// Its advance in ems.
    pub(crate) advance: f32,
}

impl Fonts {
    /// The fonts inside the program. The bytes stay where the program was mapped; the first call
    /// reads their directories, later ones are free.
    pub fn embedded() -> &'static Self {
        &EMBEDDED
    }

    /// How a character is printed, and whether it is itself: the face asked for is tried first,
    /// then the others.
    pub(crate) fn set(&self, character: char, weight: Weight) -> (Setting, Outcome) {
        let order = match weight {
            Weight::Regular => [REGULAR, BOLD],
            Weight::Bold => [BOLD, REGULAR],
        };
        let find = |character| {
            order.iter().find_map(|&face| {
                let glyph = self.face(face).glyph(character)?;
                Some(Setting { face, character, advance: glyph.advance })
            })
        };
        match find(character) {
            Some(setting) => (setting, Outcome::Itself),
            None => (find(REPLACEMENT).expect("the embedded faces have the replacement"), Outcome::Replaced),
        }
    }

    pub(crate) fn face(&self, id: FaceId) -> &Face {
        &self.faces[usize::from(id.0)]
    }
}

/// Whether a character had a glyph.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Outcome {
    Itself,
    Replaced,
}

#[cfg(test)]
mod tests;
