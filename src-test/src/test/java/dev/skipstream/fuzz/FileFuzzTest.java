package dev.skipstream.fuzz;

import dev.skipstream.data.DataFiles;
import dev.skipstream.data.DataFormatException;
import dev.skipstream.format.ModelFile;
import dev.skipstream.format.ModelFormatException;
import dev.skipstream.rnn.SkipRnn;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Whatever a file holds: the readers of models and data understand it or refuse it with a reason. */
@Timeout(value = 60, unit = TimeUnit.MINUTES, threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // an endless loop
class FileFuzzTest {
    private static final List<String> TS_WORDS = List.of(
            "@univariate true",
            "@dimensions 2",
            "@equalLength true",
            "@seriesLength 3",
            "@classLabel true a b",
            "@timeStamps true",
            "@targetLabel true",
            "@data",
            "#",
            "?",
            ":",
            "(1,2)",
            "@");

    @TempDir
    private Path folder;

    private static byte[] golden(String name, String file) throws IOException, URISyntaxException {
        return Files.readAllBytes(Path.of(
                FileFuzzTest.class.getResource("/golden/" + name + "/" + file).toURI()));
    }

    @Test
    void shouldUnderstandOrRefuseAnyModel() throws Exception {
        List<byte[]> seeds = new ArrayList<>();
        for (String name : List.of("edge_T1_skip_gru", "skip_lstm_small", "skip_gru_layernorm", "skip_lstm_2layer")) {
            seeds.add(golden(name, "model.safetensors"));
        }
        List<String> words = List.of(
                "\"dtype\":\"F64\"",
                "\"F32\"",
                "\"shape\":[",
                "2147483647",
                "\"data_offsets\":[0,0]",
                "\"__metadata__\"",
                "\"cell\":\"lstm\"",
                "\"head\":\"sigmoid\"",
                "\"labels\":",
                "\"sequence_length\":\"0\"",
                "layer.0.");
        Fuzz.run("models", seeds, words, ModelFormatException.class, input -> {
            ModelFile model = ModelFile.parse(input, "model");
            SkipRnn rnn = new SkipRnn(model.config(), model.weights());
            rnn.step(new float[model.config().channels()], 0, rnn.newState());
        });
    }

    /** @param seeds contents of files of that name that are understood */
    private void fuzzData(String name, List<byte[]> seeds, List<String> words) throws IOException {
        Path file = folder.resolve(name);
        Fuzz.run(name + " data", seeds, words, DataFormatException.class, input -> {
            Files.write(file, input);
            DataFiles.read(name.endsWith(".csv") ? folder : file);
        });
    }

    private static List<byte[]> texts(String... texts) {
        List<byte[]> bytes = new ArrayList<>();
        for (String text : texts) {
            bytes.add(text.getBytes(StandardCharsets.UTF_8));
        }
        return bytes;
    }

    @Test
    void shouldUnderstandOrRefuseAnyTs() throws Exception {
        List<byte[]> seeds = new ArrayList<>(
                texts(
                        "@problemName x\n@univariate true\n@classLabel true a b\n@data\n1,2,3:a\n4,5,6:b\n",
                        "@univariate false\n@dimensions 2\n@equalLength true\n@seriesLength 2\n@targetLabel true\n@data\n1,2:3,4:0.5\n"));
        seeds.add(golden("skip_gru", "input.ts"));
        fuzzData("fuzz.ts", seeds, TS_WORDS);
    }

    @Test
    void shouldUnderstandOrRefuseAnyTsv() throws IOException {
        fuzzData("fuzz.tsv", texts("1\t0.5\t-2\t3e-1\n2\t1\t2\t3\n", "a\t1\nb\t2\na\t3\n"), List.of("\t", "\t\t"));
    }

    @Test
    void shouldUnderstandOrRefuseAnyGzip() throws IOException {
        List<byte[]> seeds = new ArrayList<>();
        for (byte[] text : texts("1\t0.5\t-2\t3e-1\n2\t1\t2\t3\n", "a\t1\nb\t2\n")) {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (OutputStream gzip = new GZIPOutputStream(bytes)) {
                gzip.write(text);
            }
            seeds.add(bytes.toByteArray());
        }
        fuzzData("fuzz.tsv.gz", seeds, List.of());
    }

    @Test
    void shouldUnderstandOrRefuseAnyFolderOfCsv() throws IOException {
        Files.writeString(folder.resolve("labels.csv"), "file,label\nfuzz.csv,a\n");
        fuzzData(
                "fuzz.csv",
                texts("x,y\n1,2\n3,4\n", "1\n2\n3\n", "time,value\n0,0.5\n1,-1e-3\n"),
                List.of("label", "target", "time", ","));
    }
}
