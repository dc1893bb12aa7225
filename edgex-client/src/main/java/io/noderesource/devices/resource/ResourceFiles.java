package io.noderesource.devices.resource;

import io.noderesource.base.NodeResourceException;
import io.noderesource.base.ResourceAddress;
import io.noderesource.devices.error.DevicesErrorCode;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.json.JsonLimits;
import io.noderesource.topology.Diagnostic;
import io.noderesource.topology.SourcePosition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;

/** A directory with a file for each resource: {@code device/default/pump-1.json}. Not thread-safe. */
final class ResourceFiles {

    private static final String END = ".json";
    private static final String TEMPORARY = ".new";

    /** Names of files have at most 255 bytes; a name that would not fit ends with its hash. */
    private static final int LONGEST = 255 - END.length() - TEMPORARY.length();

    private final Path directory;
    private final Disk disk;

    ResourceFiles(Path directory, Disk disk) {
        this.directory = directory;
        this.disk = disk;
    }

    /** The file of an address. */
    Path file(ResourceAddress address) {
        int slash = address.name().indexOf('/');
        return directory
                .resolve(escaped(address.kind()))
                .resolve(escaped(address.name().substring(0, slash)))
                .resolve(escaped(address.name().substring(slash + 1)) + END);
    }

    /** Reads all there are, tells of what is none, and removes what a crash left. */
    Map<ResourceAddress, IotResource> readAll(Consumer<Diagnostic> problems) throws IOException {
        Map<ResourceAddress, IotResource> all = new TreeMap<>();
        for (IotKind kind : IotKind.values()) {
            for (Path namespace : entries(directory.resolve(kind.id()))) {
                for (Path file : entries(namespace)) {
                    String name = String.valueOf(file.getFileName());
                    if (name.endsWith(END + TEMPORARY) && Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)) {
                        disk.remove(file);
                    } else {
                        read(file, problems).ifPresent(r -> all.put(r.address(), r));
                    }
                }
            }
        }
        return all;
    }

    /** Reads one file; empty when there is none, or when what is there is no resource of that file, which is told. */
    Optional<IotResource> read(Path file, Consumer<Diagnostic> problems) {
        try {
            byte[] bytes = Disk.read(file);
            IotResource resource = IotResource.of(
                    Json.asObject(Json.parse(bytes, new JsonLimits(bytes.length + 1, 100, 500_000, 400))));
            if (file(resource.address()).equals(file)) {
                return Optional.of(resource);
            }
            problems.accept(problem(file, "it holds " + resource.address() + ", which has another file"));
        } catch (NoSuchFileException none) {
            return Optional.empty();
        } catch (IOException | EdgexException | NodeResourceException e) {
            problems.accept(problem(file, String.valueOf(e.getMessage())));
        }
        return Optional.empty();
    }

    /** Writes one: after a crash there is the old one or this one, and this one when it has returned. */
    void write(IotResource resource) throws IOException {
        Path file = file(resource.address());
        Path namespace = parent(file);
        Path kind = parent(namespace);
        makeDirectory(kind);
        makeDirectory(namespace);
        Path temporary = file.resolveSibling(file.getFileName() + TEMPORARY);
        disk.remove(temporary);
        disk.write(temporary, (resource.json().write() + "\n").getBytes(StandardCharsets.UTF_8));
        disk.move(temporary, file);
        disk.sync(namespace);
    }

    /** Removes one. */
    void remove(ResourceAddress address) throws IOException {
        Path file = file(address);
        if (Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            disk.remove(file);
            disk.sync(parent(file));
        }
    }

    private void makeDirectory(Path made) throws IOException {
        if (!Files.isDirectory(made, LinkOption.NOFOLLOW_LINKS)) {
            disk.makeDirectory(made);
            disk.sync(parent(made));
        }
    }

    private Path parent(Path file) {
        Path parent = file.getParent();
        return parent == null ? directory : parent;
    }

    private static List<Path> entries(Path directory) throws IOException {
        List<Path> entries = new ArrayList<>();
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS)) {
            try (DirectoryStream<Path> stream = Files.newDirectoryStream(directory)) {
                stream.forEach(entries::add);
            }
        }
        entries.sort(null);
        return entries;
    }

    private static Diagnostic problem(Path file, String why) {
        return new Diagnostic(
                Diagnostic.Severity.WARNING,
                DevicesErrorCode.STORE,
                new SourcePosition(file.toString(), 0, 0),
                "",
                "is not a resource that this store wrote: " + why,
                "correct it or take it away; it is neither used nor overwritten");
    }

    /** A name that every file system can have, whatever the text: other characters as {@code %} and their UTF-16. */
    private static String escaped(String text) {
        StringBuilder name = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean plain = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || (c == '.' && i > 0);
            if (plain) {
                name.append(c);
            } else {
                name.append('%').append(HexFormat.of().withUpperCase().toHexDigits(c));
            }
        }
        return name.length() <= LONGEST ? name.toString() : name.substring(0, LONGEST - 65) + "%" + hash(text);
    }

    private static String hash(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_16BE)));
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every Java platform has SHA-256", e);
        }
    }
}
