/** The command line of model-core: one class a command. Results go to stdout, progress and errors to stderr. */
package dev.skipstream.cli;
