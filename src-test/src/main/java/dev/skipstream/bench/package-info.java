/**
 * The benchmarks behind docs/benchmarks.md: {@code ./skipstream bench train}. Each prints its rows side by side from one
 * run on one machine; ratios are what counts, absolute times drift with the machine.
 */
package dev.skipstream.bench;
