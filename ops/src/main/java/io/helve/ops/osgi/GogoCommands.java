package io.helve.ops.osgi;

import io.helve.ops.command.OperatorCommands;

/**
 * The commands for Gogo, which calls the methods that service properties name, and gives each command's thread a
 * {@code System.out} of its session. For that reason this class imports nothing of Gogo.
 */
public final class GogoCommands {
    private final OperatorCommands commands;

    GogoCommands(OperatorCommands commands) {
        this.commands = commands;
    }

    /** {@code helve:pools}. */
    public void pools(String... words) {
        commands.pools(System.out, words);
    }

    /** {@code helve:tenants}. */
    public void tenants(String... words) {
        commands.tenants(System.out, words);
    }

    /** {@code helve:handles}. */
    public void handles(String... words) {
        commands.handles(System.out, words);
    }

    /** {@code helve:callbacks}. */
    public void callbacks(String... words) {
        commands.callbacks(System.out, words);
    }

    /** {@code helve:sockets}. */
    public void sockets(String... words) {
        commands.sockets(System.out, words);
    }

    /** {@code helve:pipes}. */
    public void pipes(String... words) {
        commands.pipes(System.out, words);
    }

    /** {@code helve:streams}. */
    public void streams(String... words) {
        commands.streams(System.out, words);
    }

    /** {@code helve:listeners}. */
    public void listeners(String... words) {
        commands.listeners(System.out, words);
    }

    /** {@code helve:dialers}. */
    public void dialers(String... words) {
        commands.dialers(System.out, words);
    }

    /** {@code helve:endpoints}. */
    public void endpoints(String... words) {
        commands.endpoints(System.out, words);
    }

    /** {@code helve:call}. */
    public void call(String... words) {
        commands.call(System.out, words);
    }

    /** {@code helve:config}. */
    public void config(String... words) {
        commands.config(System.out, words);
    }

    /** {@code helve:top}. */
    public void top(String... words) throws InterruptedException {
        commands.top(System.out, words);
    }

    /** {@code helve:close}. */
    public void close(String... words) {
        commands.close(System.out, words);
    }
}
