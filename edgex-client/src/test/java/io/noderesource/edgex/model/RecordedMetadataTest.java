package io.noderesource.edgex.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.edgex.internal.wire.MetadataWriter;
import io.noderesource.edgex.json.Json;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What real services answered is read whole and lost nowhere. */
class RecordedMetadataTest {
    private static final Map<String, Function<Json.Obj, ? extends EdgexObject>> KINDS = Map.of(
            "device", Device::of,
            "devices", Device::of,
            "profile", DeviceProfile::of,
            "profiles", DeviceProfile::of,
            "service", DeviceService::of,
            "services", DeviceService::of,
            "provisionWatcher", MetadataWriter::readWatcher,
            "provisionWatchers", MetadataWriter::readWatcher,
            "resource", DeviceResource::of);

    private static final Map<Class<?>, BiFunction<EdgexObject, Dialect, Json.Obj>> WRITERS = Map.of(
            Device.class, (object, dialect) -> MetadataWriter.device((Device) object, dialect),
            DeviceProfile.class, (object, dialect) -> MetadataWriter.profile((DeviceProfile) object, dialect),
            DeviceService.class, (object, dialect) -> MetadataWriter.service((DeviceService) object, dialect),
            ProvisionWatcher.class, (object, dialect) -> MetadataWriter.watcher((ProvisionWatcher) object, dialect),
            DeviceResource.class, (object, dialect) -> MetadataWriter.resource((DeviceResource) object, dialect));

    private static List<Path> recordings(String folder) throws IOException, URISyntaxException {
        Path root = Path.of(Objects.requireNonNull(RecordedMetadataTest.class.getResource("/recorded"))
                .toURI());
        try (Stream<Path> files = Files.walk(root.resolve(folder))) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        }
    }

    static List<Path> all() throws IOException, URISyntaxException {
        return recordings(".");
    }

    @ParameterizedTest
    @MethodSource("all")
    void eachBodyIsWrittenAsItWasRead(Path file) throws IOException {
        Json.Obj recording = Json.asObject(Json.parse(Files.readString(file)));
        String text = recording
                .object("response")
                .flatMap(response -> response.text("body"))
                .orElse("")
                .strip();
        if (text.startsWith("{") || text.startsWith("[")) {
            assertThat(Json.parse(text).write()).isEqualTo(withoutEscapes(text));
        }
    }

    /** Go escapes three characters that JSON lets stand. */
    private static String withoutEscapes(String text) {
        String escape = "(?<!\\\\)\\\\u00"; // one that is not itself escaped, as in JSON within JSON
        return text.replaceAll(escape + "3c", "<")
                .replaceAll(escape + "3e", ">")
                .replaceAll(escape + "26", "&");
    }

    @ParameterizedTest
    @ValueSource(strings = {"v2.1.1", "v3.1.1", "v4.0.2"})
    void eachObjectOfMetadataIsReadAndWrittenWithoutLoss(String version) throws Exception {
        Dialect dialect = Dialect.valueOf("V" + version.charAt(1));
        Map<Class<?>, Integer> met = new HashMap<>();
        for (Path file : recordings(version + "/core-metadata")) {
            Json.Obj response = Json.asObject(Json.parse(Files.readString(file)))
                    .object("response")
                    .orElseThrow();
            String body = response.text("body").orElse("").strip();
            if (!body.startsWith("{") || response.whole("status").orElse(0L) != 200) {
                continue;
            }
            for (Map.Entry<String, Function<Json.Obj, ? extends EdgexObject>> kind : KINDS.entrySet()) {
                for (Json.Obj json : objects(Json.asObject(Json.parse(body)), kind.getKey())) {
                    EdgexObject object = kind.getValue().apply(json);
                    askEverything(object);
                    assertThat(Objects.requireNonNull(WRITERS.get(object.getClass()))
                                    .apply(object, dialect))
                            .as("%s", file)
                            .isEqualTo(json);
                    met.merge(object.getClass(), 1, Integer::sum);
                }
            }
        }
        assertThat(met.keySet()).isEqualTo(WRITERS.keySet());
        assertThat(met.get(Device.class)).isGreaterThan(20);
    }

    private static List<Json.Obj> objects(Json.Obj answer, String member) {
        List<Json.Obj> found = new ArrayList<>();
        answer.object(member).ifPresent(found::add);
        found.addAll(Json.objects(answer.array(member)));
        return found;
    }

    /** Calls each accessor, and those of what it gives. */
    private static void askEverything(EdgexObject object) throws IllegalAccessException, InvocationTargetException {
        for (Method method : object.getClass().getDeclaredMethods()) {
            boolean accessor = Modifier.isPublic(method.getModifiers())
                    && !Modifier.isStatic(method.getModifiers())
                    && method.getParameterCount() == 0;
            if (accessor) {
                Object value = method.invoke(object);
                assertThat(value).as("%s", method).isNotNull();
                if (value instanceof List<?> list) {
                    for (Object item : list) {
                        if (item instanceof EdgexObject inner) {
                            askEverything(inner);
                        }
                    }
                }
            }
        }
    }

    @Test
    void aDeviceHasWhatTheServiceSaid() throws Exception {
        Path file = recordings("v3.1.1/core-metadata").stream()
                .filter(path -> path.toString().endsWith("-get-device.json"))
                .findFirst()
                .orElseThrow();
        String body = Json.asObject(Json.parse(Files.readString(file)))
                .object("response")
                .flatMap(response -> response.text("body"))
                .orElseThrow();
        Json.Obj json = Json.asObject(Json.parse(body)).object("device").orElseThrow();
        Device device = Device.of(json);
        assertThat(device.name()).isEqualTo(json.text("name").orElseThrow()).isNotEmpty();
        assertThat(device.id()).hasSize(36);
        assertThat(device.adminState()).hasValue(AdminState.UNLOCKED);
        assertThat(device.operatingState()).hasValue(OperatingState.UP);
        assertThat(device.created()).hasValue(json.whole("created").orElseThrow());
        assertThat(device.autoEvents())
                .isNotEmpty()
                .allSatisfy(event -> assertThat(event.sourceName()).isNotEmpty());
        assertThat(device.protocols()).isNotEmpty();
    }
}
