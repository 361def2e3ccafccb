//! The words of a command, with where they come from.

use std::borrow::Cow;

use crate::shell::{Branch, Word, program_of};

/// Which word of a container it is: the number of the list, and the index in it.
pub type Source = (usize, usize);

/// A command that is run.
#[derive(Debug)]
pub struct Invocation<'w> {
    /// Its words, with the program first unless the image determines it.
    pub words: &'w [Argument<'w>],
    /// Program names derived from the image, if the words contain no program.
    pub image_names: &'w [&'w str],
    /// Whether nothing says which tool the words are for.
    pub is_of_anyone: bool,
    /// If a condition in a script decides on its words: which of its forms this is.
    pub branch: Option<Branch>,
    /// Its standard input, if that is literal text.
    pub input: Option<Argument<'w>>,
    /// Variables that are set for it, before it or by it: `NAME=value`. `A=b docker push`, `export A=b`; and what a script sets for
    /// itself, where there are no words.
    pub assignments: &'w [Argument<'w>],
}

/// A word of a command.
#[derive(Clone, Debug)]
pub struct Argument<'w> {
    /// The text, without quotes.
    pub text: Cow<'w, str>,
    /// Whether a shell expands a part of it.
    pub expands: bool,
    /// Which of the container's words it comes from.
    pub source: Source,
}

impl<'w> Argument<'w> {
    /// The words of a script, each from the same place.
    pub(crate) fn of(words: &'w [Word], source: Source) -> Vec<Self> {
        words.iter().map(|word| Argument::new(word, source)).collect()
    }

    pub(crate) fn new(word: &'w Word, source: Source) -> Self {
        Argument { text: Cow::Borrowed(&word.text), expands: word.expands, source }
    }

    /// Takes the text out.
    pub(crate) fn lend(&mut self) -> Word {
        Word { text: std::mem::take(&mut self.text).into_owned(), expands: self.expands }
    }

    /// The program name, if the word is its path.
    pub fn program(&self) -> &str {
        program_of(&self.text)
    }
}
