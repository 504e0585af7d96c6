package io.helve.shell.cat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * Reads whole files; the name {@code -} stands for standard input.
 *
 * @param standard standard input
 * @param directory the directory that relative paths start from
 */
public record InputFiles(InputStream standard, Path directory) {
    byte[] read(String name) throws CatException {
        if (name.isEmpty()) {
            throw new CatException("Cannot open file : No such file or directory");
        }
        try {
            return name.equals("-") ? standard.readAllBytes() : Files.readAllBytes(directory.resolve(name));
        } catch (NoSuchFileException | InvalidPathException e) {
            throw new CatException("Cannot open file " + name + ": No such file or directory");
        } catch (AccessDeniedException e) {
            throw new CatException("Cannot open file " + name + ": Permission denied");
        } catch (FileSystemException e) {
            throw new CatException("Cannot open file " + name + ": " + e.getReason());
        } catch (IOException e) {
            throw new CatException("Read from " + name + " failed: " + e.getMessage());
        } catch (OutOfMemoryError e) {
            throw new CatException("Out of memory.");
        }
    }
}
