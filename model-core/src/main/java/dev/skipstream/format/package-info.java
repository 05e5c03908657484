/**
 * The model file: {@link dev.skipstream.format.Safetensors} reads and writes any safetensors file of floats, {@link
 * dev.skipstream.format.ModelFile} says what ours means. A file that is refused is refused with one sentence: the file,
 * the field, what was expected and what was found.
 */
package dev.skipstream.format;
