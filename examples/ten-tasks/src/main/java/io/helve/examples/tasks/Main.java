package io.helve.examples.tasks;

import java.io.IOException;
import java.nio.file.Path;

/** Prints how many lines each task needs with each library. */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws IOException {
        System.out.print(LineCount.table(Path.of(args.length > 0 ? args[0] : "examples/ten-tasks")));
    }
}
