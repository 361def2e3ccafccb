// Loaded when the documentation of a rule is opened.
export { Lexer } from "marked";
