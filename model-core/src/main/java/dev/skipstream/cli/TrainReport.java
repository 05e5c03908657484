package dev.skipstream.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.skipstream.rnn.HeadKind;
import dev.skipstream.train.TrainConfig;
import dev.skipstream.train.Trained;
import dev.skipstream.train.Validation;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a training came to, as text and as JSON.
 *
 * @param resumedAt iterations done before this run
 * @param seconds of this run
 * @param out the model file; null: none
 * @param hash of the model file; empty: none
 * @param measured by the name of the data: {@code validation}, {@code test}, or for want of both {@code training}
 */
record TrainReport(
        TrainPlan plan,
        Trained trained,
        int resumedAt,
        double seconds,
        Path out,
        String hash,
        Map<String, Evaluation> measured) {

    /** Runs the trained model over what there is to measure it on. */
    static Map<String, Evaluation> measure(TrainPlan plan, Trained trained) {
        Map<String, Evaluation> measured = new LinkedHashMap<>();
        boolean heldOut = plan.data() != null && plan.data().held() != null;
        if (heldOut) {
            measured.put(
                    "validation", plan.evaluate(trained.weights(), plan.data().held()));
        }
        if (plan.test() != null) {
            measured.put("test", plan.evaluate(trained.weights(), plan.test()));
        }
        if (measured.isEmpty() && plan.data() != null) {
            measured.put(
                    "training", plan.evaluate(trained.weights(), plan.data().training()));
        }
        return measured;
    }

    void print(PrintWriter to) {
        to.printf(
                Locale.ROOT,
                "%s: %d iterations%s in %.1f s%s%n",
                out == null ? trained.config().cell() : out,
                trained.iterations(),
                resumedAt > 0 ? ", " + (trained.iterations() - resumedAt) + " of them now" : "",
                seconds,
                trained.interrupted() ? ", interrupted" : "");
        Validation v = trained.validation();
        String quality = plan.config().head() == HeadKind.LINEAR
                ? String.format(Locale.ROOT, "MSE %.6g", v.taskLoss())
                : String.format(Locale.ROOT, "accuracy %.2f %%, loss %.4f", 100 * v.accuracy(), v.taskLoss());
        to.printf(
                Locale.ROOT,
                "%s: %s, %.2f updates, %.0f FLOPs a sequence%n",
                v.sequences() == 0 ? "last batches" : v.sequences() + " unseen sequences",
                quality,
                v.updates(),
                v.updates() * trained.config().flopsPerUpdate());
        measured.forEach((name, evaluation) -> {
            to.printf("%n%s data%n", name);
            EvaluationReport.print(to, evaluation);
        });
    }

    ObjectNode toJson() {
        TrainConfig settings = plan.settings();
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        if (out != null) {
            node.put("out", out.toString()).put("modelHash", hash);
        }
        node.put("cell", trained.config().cell().text())
                .put("parameters", trained.config().parameters())
                .put("recipe", plan.usesRecipe())
                .put("seed", settings.seed())
                .put("decideAfter", plan.decideAfter())
                .put("costPerSample", settings.costPerSample())
                .put("downsample", plan.reading().downsample)
                .put("iterations", trained.iterations())
                .put("resumedAt", resumedAt)
                .put("interrupted", trained.interrupted())
                .put("seconds", seconds)
                .put("iterationsPerSecond", (trained.iterations() - resumedAt) / seconds);
        Validation v = trained.validation();
        if (plan.config().head() == HeadKind.LINEAR) {
            node.put("mse", v.taskLoss());
        } else {
            node.put("accuracy", v.accuracy()).put("loss", v.taskLoss());
        }
        node.put("updates", v.updates())
                .put("flops", v.updates() * trained.config().flopsPerUpdate())
                .put("sequences", v.sequences());
        measured.forEach((name, evaluation) -> EvaluationReport.put(node.putObject(name), evaluation));
        return node;
    }
}
