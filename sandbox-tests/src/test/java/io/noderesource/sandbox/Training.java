package io.noderesource.sandbox;

import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.JarFile;

/**
 * Loads what tests in a guest will need, for an archive of classes: all that is the project's own or JNA's, without
 * initializing any of it, and what the contracts of the simulated node use.
 */
final class Training {

    private static final List<String> NEEDED = List.of("io/noderesource/", "com/sun/jna/");

    /** They run what is made only when it is called for, such as lambdas, which an archive has too. */
    private static final List<String> CONTRACTS = List.of(
            "io.noderesource.testkit.SimulatedContractTest",
            "io.noderesource.testkit.SimulatedQuotaPathContractTest",
            "io.noderesource.testkit.SimulatedPmemContractTest");

    private Training() {}

    public static void main(String[] arguments) throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            try (JarFile jar = new JarFile(Path.of(entry).toFile())) {
                List<String> names = jar.stream()
                        .map(file -> file.getName())
                        .filter(name ->
                                name.endsWith(".class") && NEEDED.stream().anyMatch(name::startsWith))
                        .toList();
                names.forEach(Training::load);
            }
        }
        GuestMain.main(CONTRACTS.toArray(String[]::new));
    }

    private static void load(String file) {
        String name = file.substring(0, file.length() - ".class".length()).replace('/', '.');
        try {
            Class.forName(name, false, Training.class.getClassLoader());
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException(e);
        } catch (NoClassDefFoundError e) {
            // It needs what only its module's own tests have on their class path.
            return;
        }
    }
}
