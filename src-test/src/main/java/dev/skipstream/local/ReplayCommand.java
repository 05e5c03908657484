package dev.skipstream.local;

import picocli.CommandLine.Command;

@Command(name = "replay")
final class ReplayCommand implements Runnable {
    ReplayCommand(StopSignal s) {}

    public void run() {}
}
