package dev.skipstream.bench;

/**
 * A column of a table.
 *
 * @param title over it
 * @param key in the JSON object
 */
record Column(String title, String key) {}
