/** Skipstream: recurrent networks that learned which samples of a sensor stream they can skip. */
package dev.skipstream;
