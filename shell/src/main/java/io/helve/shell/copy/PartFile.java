package io.helve.shell.copy;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFileAttributes;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The unfinished copy, a file beside the target. {@link #publish} renames the file to the target in one step,
 * {@link #discard} removes the file. So at any moment the target is either unchanged or complete.
 */
final class PartFile {
    /**
     * The number of characters of the target's name that are kept: the whole name stays below 255 bytes in any script.
     */
    private static final int NAME_MAX = 50;

    private static final int ATTEMPTS = 100;

    private final Path path;
    private final Path target;
    private final boolean writeProtect;
    private boolean published;

    private PartFile(Path path, Path target, boolean writeProtect) {
        this.path = path;
        this.target = target;
        this.writeProtect = writeProtect;
    }

    /**
     * Creates an empty file.
     *
     * @param target the final name
     * @param source the file whose permissions a new target gets, less the umask; {@code null} for the default
     *     permissions
     */
    static PartFile create(Path target, Path source) throws IOException {
        Set<PosixFilePermission> permissions = permissions(Files.exists(target) ? target : source);
        boolean writeProtect = permissions != null && permissions.add(PosixFilePermission.OWNER_WRITE);
        for (int attempt = 1; ; attempt++) {
            Path path = target.resolveSibling(name(target.getFileName().toString()));
            try {
                Files.createFile(path, attributes(permissions));
                return new PartFile(path, target, writeProtect);
            } catch (FileAlreadyExistsException e) {
                if (attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static Set<PosixFilePermission> permissions(Path like) throws IOException {
        if (like == null || Files.getFileAttributeView(like, PosixFileAttributeView.class) == null) {
            return null;
        }
        Set<PosixFilePermission> permissions = EnumSet.noneOf(PosixFilePermission.class);
        permissions.addAll(Files.getPosixFilePermissions(like));
        return permissions;
    }

    private static FileAttribute<?>[] attributes(Set<PosixFilePermission> permissions) {
        return permissions == null
                ? new FileAttribute<?>[0]
                : new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(permissions)};
    }

    private static String name(String target) {
        int end = target.codePointCount(0, target.length()) <= NAME_MAX
                ? target.length()
                : target.offsetByCodePoints(0, NAME_MAX);
        int random = ThreadLocalRandom.current().nextInt(1 << 24);
        return "." + target.substring(0, end) + ".helve-" + String.format("%06x", random) + ".part";
    }

    Path path() {
        return path;
    }

    /** Renames the file to the target, which it replaces, and forces the directory to the device. */
    void publish() throws IOException {
        if (Files.exists(target)) {
            takeOver();
        } else if (writeProtect) {
            Set<PosixFilePermission> permissions = permissions(path);
            permissions.remove(PosixFilePermission.OWNER_WRITE);
            Files.setPosixFilePermissions(path, permissions);
        }
        Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
        published = true;
        try (FileChannel directory = FileChannel.open(target.toAbsolutePath().getParent(), StandardOpenOption.READ)) {
            directory.force(true);
        } catch (IOException e) {
            // some systems do not open directories; the rename itself has succeeded
        }
    }

    /** Gives the file the owner and the permissions of the target that it replaces, as far as the system allows. */
    private void takeOver() {
        PosixFileAttributeView view = Files.getFileAttributeView(path, PosixFileAttributeView.class);
        if (view == null) {
            return;
        }
        try {
            PosixFileAttributes old = Files.readAttributes(target, PosixFileAttributes.class);
            PosixFileAttributes own = view.readAttributes();
            if (!old.owner().equals(own.owner())) {
                view.setOwner(old.owner());
            }
            if (!old.group().equals(own.group())) {
                view.setGroup(old.group());
            }
            view.setPermissions(old.permissions());
        } catch (IOException e) {
            // only the superuser may give files away; without its rights the copy belongs to its creator
        }
    }

    /** Removes the file unless it was published. */
    void discard() throws IOException {
        if (!published) {
            Files.deleteIfExists(path);
        }
    }
}
