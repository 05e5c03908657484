package dev.skipstream.data;

import dev.skipstream.data.DataSet.TargetKind;
import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The {@code @} lines of an sktime file, up to {@code @data}, checked against each other.
 *
 * @param channels announced by {@code @dimensions} or {@code @univariate true}; 0 if the first case decides
 * @param seriesLength announced length of every case; 0 if none is
 * @param equalLength whether all cases are announced to be of one length
 */
record TsHeader(
        String name, int channels, int seriesLength, boolean equalLength, TargetKind targets, List<String> labels) {

    private static final Set<String> KEYS = Set.of(
            "problemname",
            "timestamps",
            "missing",
            "univariate",
            "dimensions",
            "equallength",
            "serieslength",
            "classlabel",
            "targetlabel");

    /** The words after a key, and where they stand. */
    private record Entry(int line, List<String> words) {}

    /** Reads the header and the {@code @data} line that ends it. */
    static TsHeader read(Utf8Lines lines, String fallbackName) throws IOException {
        Map<String, Entry> entries = new HashMap<>();
        for (String line = lines.nextContent(); line != null; line = lines.nextContent()) {
            if (line.charAt(0) != '@') {
                throw lines.expected("a header line or @data before the first case", DataFormatException.quote(line));
            }
            String[] words = line.substring(1).strip().split("\\s+");
            String key = words[0].toLowerCase(Locale.ROOT);
            if (key.equals("data")) {
                if (words.length > 1) {
                    throw lines.expected("@data alone in its line", DataFormatException.quote(line));
                }
                return new Reading(lines, entries).header(fallbackName);
            }
            key = key.equals("dimension") ? "dimensions" : key; // sktime writes both
            if (!KEYS.contains(key)) {
                throw lines.expected(
                        "@problemName, @timeStamps, @missing, @univariate, @dimensions, @equalLength, @seriesLength, "
                                + "@classLabel, @targetLabel or @data",
                        DataFormatException.quote("@" + words[0]));
            }
            Entry entry = new Entry(lines.number(), List.of(words).subList(1, words.length));
            Entry before = entries.putIfAbsent(key, entry);
            // a problem of two names keeps its first; files of the archive have this
            if (before != null && !before.words.equals(entry.words) && !key.equals("problemname")) {
                throw lines.expected(
                        "@" + words[0] + " as in line " + before.line,
                        DataFormatException.quote(String.join(" ", entry.words)));
            }
        }
        throw lines.expected("a line @data", lines.number() == 0 ? "an empty file" : "the end of the file");
    }

    /** From entries to a header. */
    private record Reading(Utf8Lines lines, Map<String, Entry> entries) {

        TsHeader header(String fallbackName) throws DataFormatException {
            Entry problem = entries.get("problemname");
            boolean named = problem != null && !problem.words.isEmpty();
            String name = named ? String.join(" ", problem.words) : fallbackName;
            if (Boolean.TRUE.equals(flag("timestamps", "@timeStamps"))) {
                throw lines.expectedAt(
                        entries.get("timestamps").line, "@timeStamps false (time stamps are not supported)", "true");
            }
            flag("missing", "@missing"); // the cases themselves tell
            Boolean equalLength = flag("equallength", "@equalLength");
            int seriesLength = Boolean.FALSE.equals(equalLength) ? 0 : number("serieslength", "@seriesLength");
            TargetKind targets = targets();
            List<String> labels = targets == TargetKind.CLASS ? labels(entries.get("classlabel")) : List.of();
            return new TsHeader(name, channels(), seriesLength, Boolean.TRUE.equals(equalLength), targets, labels);
        }

        private int channels() throws DataFormatException {
            int dimensions = number("dimensions", "@dimensions");
            if (!Boolean.TRUE.equals(flag("univariate", "@univariate"))) {
                return dimensions;
            }
            if (dimensions > 1) {
                throw lines.expectedAt(
                        entries.get("dimensions").line,
                        "@dimensions 1, since @univariate is true",
                        String.valueOf(dimensions));
            }
            return 1;
        }

        private TargetKind targets() throws DataFormatException {
            Entry label = entries.get("classlabel");
            boolean classes = label != null && truth("@classLabel", label);
            boolean numeric = Boolean.TRUE.equals(flag("targetlabel", "@targetLabel"));
            if (classes && numeric) {
                throw lines.expectedAt(
                        entries.get("targetlabel").line, "@targetLabel false, since @classLabel is true", "true");
            }
            if (!classes && label != null && label.words.size() > 1) {
                throw lines.expectedAt(label.line, "no labels after @classLabel false", quote(label));
            }
            return classes ? TargetKind.CLASS : numeric ? TargetKind.NUMERIC : TargetKind.NONE;
        }

        private List<String> labels(Entry entry) throws DataFormatException {
            List<String> labels = entry.words.subList(1, entry.words.size());
            if (labels.isEmpty() || new HashSet<>(labels).size() < labels.size()) {
                throw lines.expectedAt(entry.line, "@classLabel true and labels, each once", quote(entry));
            }
            return List.copyOf(labels);
        }

        /** The one word true or false after a key; null where the header lacks it. */
        private Boolean flag(String key, String shown) throws DataFormatException {
            Entry entry = entries.get(key);
            if (entry == null) {
                return null;
            }
            if (entry.words.size() != 1) {
                throw lines.expectedAt(entry.line, shown + " true or false", quote(entry));
            }
            return truth(shown, entry);
        }

        private boolean truth(String shown, Entry entry) throws DataFormatException {
            String word = entry.words.isEmpty() ? "" : entry.words.get(0);
            if (!Arrays.asList("true", "false").contains(word.toLowerCase(Locale.ROOT))) {
                throw lines.expectedAt(entry.line, shown + " true or false", quote(entry));
            }
            return Boolean.parseBoolean(word);
        }

        /** The one positive number after a key; 0 where the header lacks it. */
        private int number(String key, String shown) throws DataFormatException {
            Entry entry = entries.get(key);
            if (entry == null) {
                return 0;
            }
            String word = entry.words.size() == 1 ? entry.words.get(0) : "";
            if (!word.matches("0*[1-9][0-9]{0,8}")) {
                throw lines.expectedAt(entry.line, shown + " and a whole number >= 1", quote(entry));
            }
            return Integer.parseInt(word);
        }

        private static String quote(Entry entry) {
            return DataFormatException.quote(String.join(" ", entry.words));
        }
    }
}
