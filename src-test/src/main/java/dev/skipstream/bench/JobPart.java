package dev.skipstream.bench;

import java.io.IOException;

/** One part of {@code bench job}: measures and reports. */
interface JobPart {
    /** Its name for {@code --only}. */
    String name();

    /**
     * @throws IOException if a job does not start or fails
     */
    void run(JobTiming timing, JobReport report) throws IOException;
}
