package io.helve.shell.cat;

import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import io.helve.shell.services.LateService;
import io.helve.shell.stdio.StandardStreams;
import io.helve.sp.SpSockets;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;

/**
 * {@code helve cat} from its arguments to its exit code, without picocli, which only the help text needs.
 *
 * @param sockets the service for sockets
 * @param standard standard input and output
 * @param directory the directory that relative paths start from
 * @param version the version that {@code --version} prints
 */
public record CatProgram(LateService<SpSockets> sockets, StandardStreams standard, Path directory, String version) {
    /**
     * Runs a command line.
     *
     * @param out where the version goes
     * @param help prints the help
     */
    public ExitCode run(List<String> arguments, PrintWriter out, Runnable help) throws Exception {
        CatArguments read = new CatArguments(new InputFiles(standard.in(), directory));
        return switch (read.read(arguments)) {
            case HELP -> {
                help.run();
                yield ExitCode.FAILED; // as nngcat
            }
            case VERSION -> {
                out.println(version);
                out.flush();
                yield ExitCode.OK;
            }
            case RUN -> run(new CatRun(read, standard.out()));
        };
    }

    private ExitCode run(CatRun cat) throws Exception {
        try {
            sockets.use(cat::run);
            return ExitCode.OK;
        } catch (InterruptedException e) {
            return ExitCode.INTERRUPTED;
        } catch (IOException e) {
            CommandException failure = CommandException.ofOutput(e);
            if (failure.exitCode() == ExitCode.BROKEN_PIPE) {
                return ExitCode.BROKEN_PIPE;
            }
            throw new CatException("Cannot write to standard output: " + e.getMessage());
        }
    }
}
