package io.helve.shell.copy;

import io.helve.shell.failure.CommandException;
import io.helve.shell.failure.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/**
 * The source and the target of a copy, checked before a byte moves. Names in messages are those that the user gave.
 *
 * @param source the source, or {@code null} for standard input
 * @param sourceName the source in messages
 * @param target the file to be replaced or made, with links resolved, or {@code null} for standard output
 * @param targetName the target in messages
 * @param special whether the target is a device, a pipe or standard output: bytes are written to it, and it is never
 *     replaced
 */
public record Route(Path source, String sourceName, Path target, String targetName, boolean special) {
    /** How standard input and standard output are written on the command line. */
    public static final String STANDARD = "-";

    /**
     * Checks a source and a target.
     *
     * @param directory what relative paths start from
     * @throws CommandException if the copy cannot succeed
     */
    public static Route of(String source, String target, Path directory) throws CommandException {
        Path from = source.equals(STANDARD) ? null : checkSource(source, directory);
        if (target.equals(STANDARD)) {
            return new Route(from, name(source), null, "standard output", true);
        }
        Path to = path(target, directory);
        BasicFileAttributes there = attributes(to, target);
        String name = target;
        if (there != null && there.isDirectory()) {
            if (from == null) {
                throw new CommandException(
                        ExitCode.USAGE,
                        target + ": is a directory, and standard input has no name; add a file name to it");
            }
            to = to.resolve(from.getFileName());
            name = to.startsWith(directory) && !Path.of(target).isAbsolute()
                    ? directory.relativize(to).toString()
                    : to.toString();
            there = attributes(to, name);
            if (there != null && there.isDirectory()) {
                throw new CommandException(
                        ExitCode.TARGET, name + ": is a directory; remove it, or choose another name for the copy");
            }
        } else if (target.endsWith("/")) {
            throw new CommandException(
                    ExitCode.TARGET, target + ": is no directory; make it (mkdir), or leave out the last /");
        }
        if (there == null) {
            return new Route(from, name(source), checkNew(to, name), name, false);
        }
        return new Route(from, name(source), checkOld(from, source, to, name, there), name, !there.isRegularFile());
    }

    /** {@return whether the copy goes to standard output} */
    public boolean isToStandardOutput() {
        return target == null;
    }

    private static String name(String source) {
        return source.equals(STANDARD) ? "standard input" : source;
    }

    private static Path path(String name, Path directory) throws CommandException {
        if (name.isEmpty()) {
            throw new CommandException(ExitCode.USAGE, "\"\": is no path; give a source and a target");
        }
        try {
            return directory.resolve(name);
        } catch (InvalidPathException e) {
            throw new CommandException(ExitCode.USAGE, name + ": is no path: " + e.getReason(), e);
        }
    }

    private static Path checkSource(String name, Path directory) throws CommandException {
        Path source = path(name, directory);
        BasicFileAttributes there;
        try {
            there = Files.readAttributes(source, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            throw new CommandException(
                    ExitCode.SOURCE,
                    Files.isSymbolicLink(source)
                            ? name + ": is a link to a file that is not there; correct the link"
                            : name + ": there is no such file; check the name",
                    e);
        } catch (IOException e) {
            throw FileDiagnosis.of(ExitCode.SOURCE, name, "looking for it", e);
        }
        if (there.isDirectory()) {
            throw new CommandException(
                    ExitCode.SOURCE,
                    name + ": is a directory; give a file, or pack it first (tar -cf - " + name
                            + " | helve copy - DST)");
        }
        if (!Files.isReadable(source)) {
            throw new CommandException(
                    ExitCode.SOURCE,
                    name + ": may not be read; change its permissions (chmod u+r), or use another user");
        }
        return source;
    }

    /** The target's attributes, {@code null} if it is not there. */
    private static BasicFileAttributes attributes(Path target, String name) throws CommandException {
        try {
            return Files.readAttributes(target, BasicFileAttributes.class);
        } catch (NoSuchFileException e) {
            if (Files.isSymbolicLink(target)) {
                throw new CommandException(
                        ExitCode.TARGET,
                        name + ": is a link to a file that is not there; remove the link, or make the file",
                        e);
            }
            return null;
        } catch (IOException e) {
            throw FileDiagnosis.of(ExitCode.TARGET, name, "looking for it", e);
        }
    }

    private static Path checkNew(Path target, String name) throws CommandException {
        Path parent = target.toAbsolutePath().getParent();
        if (parent != null && !Files.exists(parent)) {
            throw new CommandException(
                    ExitCode.TARGET, name + ": its directory is not there; make it first (mkdir -p " + parent + ")");
        }
        if (parent == null || !Files.isDirectory(parent)) {
            throw new CommandException(
                    ExitCode.TARGET, name + ": " + parent + " is no directory; choose another target");
        }
        return target;
    }

    private static Path checkOld(Path source, String sourceName, Path target, String name, BasicFileAttributes there)
            throws CommandException {
        try {
            if (source != null && Files.isSameFile(source, target)) {
                throw new CommandException(
                        ExitCode.TARGET,
                        name + ": is the same file as " + sourceName + "; choose another target, nothing was changed");
            }
            if (!Files.isWritable(target)) {
                throw new CommandException(
                        ExitCode.TARGET,
                        name + ": may not be written; change its permissions (chmod u+w), or choose another");
            }
            // a link stays a link: what it points to is replaced
            return there.isRegularFile() ? target.toRealPath() : target;
        } catch (IOException e) {
            throw FileDiagnosis.of(ExitCode.TARGET, name, "looking at it", e);
        }
    }
}
