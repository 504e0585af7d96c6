package io.helve.shell.cat;

import io.helve.shell.services.LateService;
import io.helve.shell.stdio.StandardStreams;
import io.helve.sp.SpSockets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgGroupSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * {@code helve cat}, a replacement of nngcat. Its options follow nngcat's rules, not picocli's: picocli knows them for
 * the help only, and hands all arguments to the {@link CatProgram} unparsed.
 */
@Command(
        name = "cat",
        header = "Sends and receives messages of the Scalability Protocols, as nngcat does.",
        customSynopsis = {"@|bold helve cat|@ PROTOCOL ADDRESS... [OPTION]...%n"},
        sortOptions = false,
        description = {
            "It has the options of nngcat 1.5, what it prints, and its exit codes: a script for one runs with the other.",
            "",
            "URLs are tcp://HOST:PORT, tls+tcp://HOST:PORT, ipc:///PATH (or unix), abstract://NAME, ws://HOST:PORT/PATH,"
                    + " wss://HOST:PORT/PATH and inproc://NAME. Long options may be abbreviated; their value is behind = or"
                    + " : or is the next argument.",
            "",
            "For example: helve cat --rep --listen tcp://127.0.0.1:5555 --data pong --quoted"
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done, or nothing came for as long as --recv-timeout says",
            "1:an error, or wrong usage; also after --help",
            "130:interrupted (Ctrl-C)",
            "141:standard output was closed by its reader"
        })
public final class CatCommand implements Callable<Integer> {
    private final CatProgram program;
    private final List<String> arguments = new ArrayList<>();
    private final CommandSpec spec = CommandSpec.forAnnotatedObject(this);

    private CatCommand(CatProgram program) {
        this.program = program;
    }

    /** {@return the command, whose arguments {@link CatProgram} reads} */
    public static CommandLine commandLine(
            LateService<SpSockets> sockets, StandardStreams standard, Path directory, String version) {
        CatCommand command = new CatCommand(new CatProgram(sockets, standard, directory, version));
        for (CatOption.Group group : CatOption.Group.values()) {
            if (group != CatOption.Group.IGNORED) {
                command.spec.addArgGroup(help(group));
            }
        }
        command.spec.preprocessor((stack, ignored, option, info) -> {
            while (!stack.isEmpty()) {
                command.arguments.add(stack.pop());
            }
            return true;
        });
        return new CommandLine(command.spec);
    }

    private static ArgGroupSpec help(CatOption.Group group) {
        ArgGroupSpec.Builder builder =
                ArgGroupSpec.builder().validate(false).order(group.ordinal()).heading("%n" + group.heading() + "%n");
        for (CatOption option : CatOption.values()) {
            if (option.group() == group) {
                List<String> names = new ArrayList<>();
                if (option.letter() != '\0') {
                    names.add("-" + option.letter());
                }
                option.names().forEach(name -> names.add("--" + name));
                OptionSpec.Builder shown =
                        OptionSpec.builder(names.toArray(new String[0])).description(option.description());
                builder.addArg(
                        option.parameter() == null
                                ? shown.arity("0").build()
                                : shown.arity("1")
                                        .type(String.class)
                                        .paramLabel(option.parameter())
                                        .build());
            }
        }
        return builder.build();
    }

    @Override
    public Integer call() throws Exception {
        CommandLine command = spec.commandLine();
        return program.run(arguments, command.getOut(), () -> command.usage(command.getOut()))
                .value();
    }
}
