package io.noderesource.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.NodeResources;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;

/**
 * The product and its tests once more, with one place of one source file changed: everything of the project is loaded
 * anew, everything else is shared.
 */
final class ViolatedProduct extends URLClassLoader {

    private static final Path SOURCES = Path.of("../core/src/main/java/io/noderesource");
    private static final String OURS = "io.noderesource.";

    private ViolatedProduct(URL... where) {
        super(where, ViolatedProduct.class.getClassLoader());
    }

    /**
     * Compiles a source file of core with a change.
     *
     * @param file the file below core's package
     * @param guard the text to take out, which must be there once; blanks and line ends do not matter
     * @param instead the text to put in its place
     * @param directory where the changed classes go
     */
    static ViolatedProduct without(String file, String guard, String instead, Path directory) throws IOException {
        String source = Files.readString(SOURCES.resolve(file));
        Matcher place = Pattern.compile(
                        Arrays.stream(guard.split("\\s+")).map(Pattern::quote).collect(Collectors.joining("\\s*")))
                .matcher(source);
        List<String> found = place.results().map(r -> r.group()).toList();
        assertThat(found).as("places of '%s' in %s", guard, file).hasSize(1);
        Path changed = directory.resolve("source").resolve(file);
        Files.createDirectories(changed.getParent());
        Files.writeString(changed, source.replace(found.get(0), instead));
        Path classes = Files.createDirectories(directory.resolve("classes"));
        compile(changed, classes);
        return new ViolatedProduct(
                classes.toUri().toURL(),
                root(NodeResources.class),
                root(SimulatedNode.class),
                root(ViolatedProduct.class));
    }

    private static void compile(Path source, Path into) {
        StringWriter said = new StringWriter();
        PrintWriter output = new PrintWriter(said, true);
        String classPath = String.join(
                File.pathSeparator, System.getProperty("java.class.path"), System.getProperty("jdk.module.path", ""));
        int status = ToolProvider.findFirst("javac")
                .orElseThrow()
                .run(
                        output,
                        output,
                        "-proc:none",
                        "-nowarn",
                        "-d",
                        into.toString(),
                        "-cp",
                        classPath,
                        source.toString());
        assertThat(status).as(said.toString()).isZero();
    }

    /** The directory or archive that a class was read from. */
    private static URL root(Class<?> type) throws IOException {
        String file = type.getName().replace('.', '/') + ".class";
        String url = String.valueOf(type.getResource("/" + file));
        return new URL(url.substring(0, url.length() - file.length()));
    }

    /** Runs the random suite over it. */
    String run(long... numbers) throws ReflectiveOperationException {
        ClassLoader before = Thread.currentThread().getContextClassLoader();
        Thread.currentThread().setContextClassLoader(this);
        try {
            @SuppressWarnings("unchecked")
            Function<long[], String> suite = (Function<long[], String>)
                    loadClass(RandomSuite.class.getName()).getConstructor().newInstance();
            return suite.apply(numbers);
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }

    @Override
    protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
        if (!name.startsWith(OURS)) {
            return super.loadClass(name, resolve);
        }
        synchronized (getClassLoadingLock(name)) {
            Class<?> loaded = findLoadedClass(name);
            return loaded == null ? findClass(name) : loaded;
        }
    }
}
