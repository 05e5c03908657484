package dev.skipstream.local;

import java.io.File;
import java.util.Arrays;
import org.apache.flink.client.deployment.application.ApplicationClusterEntryPoint;
import org.apache.flink.client.program.DefaultPackagedProgramRetriever;
import org.apache.flink.client.program.PackagedProgram;
import org.apache.flink.configuration.Configuration;
import org.apache.flink.configuration.GlobalConfiguration;
import org.apache.flink.runtime.entrypoint.ClusterEntrypoint;
import org.apache.flink.runtime.resourcemanager.StandaloneResourceManagerFactory;

/**
 * A JobManager in application mode: what {@code standalone-job.sh} of a distribution starts is this much around the same
 * classes of Flink's, but in an artifact (flink-container) that Maven Central lacks. Runs in a JVM of its own.
 */
@SuppressWarnings({"try", "this-escape"}) // Flink's close() may throw anything
public final class ApplicationCluster extends ApplicationClusterEntryPoint {
    private ApplicationCluster(Configuration configuration, PackagedProgram program) {
        super(configuration, program, StandaloneResourceManagerFactory.getInstance());
    }

    /** @param arguments configuration directory, user lib directory, class of the job, the job's arguments */
    public static void main(String[] arguments) throws Exception {
        Configuration configuration = GlobalConfiguration.loadConfiguration(arguments[0]);
        PackagedProgram program = DefaultPackagedProgramRetriever.create(
                        new File(arguments[1]),
                        arguments[2],
                        Arrays.copyOfRange(arguments, 3, arguments.length),
                        configuration)
                .getPackagedProgram();
        configureExecution(configuration, program);
        ClusterEntrypoint.runClusterEntrypoint(new ApplicationCluster(configuration, program));
    }
}
