/**
 * The runnable jar. {@link io.helve.app.Main} runs commands on the classes of the jar itself;
 * {@link io.helve.app.FrameworkShell} starts the {@link io.helve.app.EmbeddedFramework}, with the bundles that are
 * nested in the jar, for {@code helve shell} only. {@link io.helve.app.Training} loads the classes for an archive that
 * makes starts short, and {@link io.helve.app.LogSettings} keeps the log out of the output of commands.
 *
 * <p><b>Threads.</b> The command runs on the main thread. Ctrl-C runs the shutdown hook, which (1) interrupts the main
 * thread, (2) waits 15 s at most until the command has cleaned up, (3) closes the runtime, (4) stops the framework and
 * deletes its storage.
 */
package io.helve.app;
