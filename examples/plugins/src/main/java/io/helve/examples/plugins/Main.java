package io.helve.examples.plugins;

import java.net.URL;

/**
 * Loads a plugin, lets it run for three seconds, and unloads it. Without an argument this is the plugin in the package
 * {@code io.helve.examples.ticker}, which a real system would have in a jar of its own.
 */
public final class Main {
    private Main() {}

    public static void main(String[] args) throws Exception {
        URL classes = args.length > 0
                ? new URL(args[0])
                : Main.class.getProtectionDomain().getCodeSource().getLocation();
        try (LoadedPlugin plugin = LoadedPlugin.load(classes)) {
            Thread.sleep(3_000);
            System.out.println("The plugin has " + plugin.openHandles() + " handle(s) open, and ends now.");
        }
    }
}
