package io.noderesource.edgex.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.noderesource.edgex.BatchResult;
import io.noderesource.edgex.Call;
import io.noderesource.edgex.CommandClient;
import io.noderesource.edgex.DataClient;
import io.noderesource.edgex.DeviceQuery;
import io.noderesource.edgex.EdgexClient;
import io.noderesource.edgex.EdgexService;
import io.noderesource.edgex.KeeperClient;
import io.noderesource.edgex.MetadataClient;
import io.noderesource.edgex.NotificationQuery;
import io.noderesource.edgex.NotificationsClient;
import io.noderesource.edgex.ReadingQuery;
import io.noderesource.edgex.RecordQuery;
import io.noderesource.edgex.SchedulerClient;
import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.events.EnvelopeDecoder;
import io.noderesource.edgex.events.EventConnection;
import io.noderesource.edgex.events.EventReceiver;
import io.noderesource.edgex.events.EventTopics;
import io.noderesource.edgex.events.MessageDecoder;
import io.noderesource.edgex.events.ObjectKey;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Address;
import io.noderesource.edgex.model.AdminState;
import io.noderesource.edgex.model.AutoEvent;
import io.noderesource.edgex.model.CoreCommand;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceCommand;
import io.noderesource.edgex.model.DeviceCommandUpdate;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.DeviceProfileUpdate;
import io.noderesource.edgex.model.DeviceResource;
import io.noderesource.edgex.model.DeviceResourceUpdate;
import io.noderesource.edgex.model.DeviceService;
import io.noderesource.edgex.model.DeviceServiceUpdate;
import io.noderesource.edgex.model.DeviceUpdate;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.DiscoveredDevice;
import io.noderesource.edgex.model.Event;
import io.noderesource.edgex.model.HealthCheck;
import io.noderesource.edgex.model.Interval;
import io.noderesource.edgex.model.IntervalAction;
import io.noderesource.edgex.model.IntervalUpdate;
import io.noderesource.edgex.model.KeyValue;
import io.noderesource.edgex.model.Notification;
import io.noderesource.edgex.model.NotificationSeverity;
import io.noderesource.edgex.model.OperatingState;
import io.noderesource.edgex.model.ProfileCommands;
import io.noderesource.edgex.model.ProvisionWatcher;
import io.noderesource.edgex.model.ProvisionWatcherUpdate;
import io.noderesource.edgex.model.Reading;
import io.noderesource.edgex.model.Registration;
import io.noderesource.edgex.model.ResourceOperation;
import io.noderesource.edgex.model.ResourceProperties;
import io.noderesource.edgex.model.ScheduleAction;
import io.noderesource.edgex.model.ScheduleDefinition;
import io.noderesource.edgex.model.ScheduleJob;
import io.noderesource.edgex.model.Subscription;
import io.noderesource.edgex.model.SubscriptionUpdate;
import io.noderesource.edgex.value.CommandSpec;
import io.noderesource.edgex.value.Parameters;
import io.noderesource.edgex.value.Value;
import io.noderesource.edgex.value.ValueType;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** The suite. Every name it makes begins with that of its run. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS) // a real server's device takes its time to come about
abstract class EdgexConformance {
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(30);

    private final String run = "nrc" + HexFormat.of().toHexDigits(new Random().nextInt());
    private final String profile = run + "-kettle";
    private final String kettle = run + "-kettle-1";

    private Server server;
    private EdgexClient client;
    private MetadataClient metadata;
    private Dialect dialect;

    /** The server to test; closed at the end. */
    abstract Server start();

    @BeforeAll
    void prepare() {
        server = start();
        client = server.client();
        metadata = client.metadata();
        dialect = metadata.operations().version().get().dialect();
        metadata.addProfile(kettleProfile(profile)).get();
        metadata.addDevice(device(kettle).build()).get();
        if (server.services().contains(EdgexService.COMMAND)) {
            // The device service hears of the device by the bus.
            until(() -> client.command().findCommands(kettle).get().isPresent()
                    && succeeds(client.command().read(kettle, "Level")));
        }
    }

    @AfterAll
    void leaveNothingBehind() {
        try (Server ended = server) {
            Leftovers leftovers = new Leftovers(client, ended.services(), dialect, run);
            leftovers.delete();
            assertThat(leftovers.names()).isEmpty();
        }
    }

    // All services

    @Test
    void everyServiceTellsItsVersionAndAnswersAPing() {
        for (EdgexService service : server.services()) {
            assertThat(client.operations(service).version().get().dialect()).isEqualTo(dialect);
            client.operations(service).ping().get();
            assertThat(client.operations(service).config().get()).isInstanceOf(Json.Obj.class);
        }
    }

    // Devices

    @Test
    void deviceComesBackAsItWasSent() {
        Device sent = device(run + "-whole")
                .description("a kettle")
                .labels(List.of(run + "-l", "hot"))
                .location(Json.object().with("hall", Json.of(2)))
                .autoEvents(
                        List.of(AutoEvent.builder("30s", "Level").onChange(true).build()))
                .protocols(Map.of("field", Map.of("Address", Json.of("127.0.0.1"), "Port", number(300))))
                .build();
        metadata.addDevice(sent).get();
        Device found = metadata.device(sent.name()).get();
        assertThat(found.id()).hasSize(36);
        assertThat(found.created().getAsLong()).isPositive();
        assertThat(found.description()).isEqualTo("a kettle");
        assertThat(found.labels()).containsExactly(run + "-l", "hot");
        assertThat(found.location()).contains(Json.object().with("hall", Json.of(2)));
        assertThat(found.autoEvents()).hasSize(1);
        assertThat(found.autoEvents().get(0).interval()).isEqualTo("30s");
        assertThat(found.protocols()).isEqualTo(sent.protocols());
        assertThat(found.adminState()).contains(AdminState.UNLOCKED);
        assertThat(found.operatingState()).contains(OperatingState.UP);
    }

    @Test
    void tagsAndPropertiesComeBackFrom3On() {
        assumeTrue(dialect.isAtLeast(Dialect.V3));
        Device sent = device(run + "-tagged")
                .tags(Map.of("line", Json.of(4)))
                .properties(Map.of("owner", Json.of("brewer")))
                .build();
        metadata.addDevice(sent).get();
        Device found = metadata.device(sent.name()).get();
        assertThat(found.tags()).isEqualTo(sent.tags());
        assertThat(found.properties()).containsAllEntriesOf(sent.properties());
    }

    @Test
    void batchHasAnOutcomeForEachItemInOrder() {
        BatchResult<Device> result = metadata.addDevices(List.of(
                        device(run + "-batch-1").build(),
                        device(kettle).build(),
                        device(run + "-batch-2").serviceName(run + "-nobody").build(),
                        device(run + "-batch-3").build()))
                .get();
        assertThat(result.outcomes()).hasSize(4);
        assertThat(result.successes())
                .extracting(success -> success.item().name())
                .containsExactly(run + "-batch-1", run + "-batch-3");
        assertThat(result.failures().get(0).reason().kind()).isEqualTo(ErrorKind.CONFLICT);
        assertThat(result.failures().get(1).reason().kind())
                .isEqualTo(dialect == Dialect.V2 ? ErrorKind.NOT_FOUND : ErrorKind.INVALID);
        assertThatThrownBy(result::orThrow).isInstanceOf(EdgexException.class);
    }

    @Test
    void oneInvalidItemDoesNotTakeTheOthersWithIt() {
        BatchResult<Device> result = metadata.addDevices(List.of(
                        device(run + "-valid-1").build(),
                        device(run + "-invalid")
                                .with("adminState", Json.of("AJAR"))
                                .build(),
                        device(run + "-valid-2").build()))
                .get();
        assertThat(result.failures()).hasSize(1);
        assertThat(result.failures().get(0).item().name()).isEqualTo(run + "-invalid");
        assertThat(result.failures().get(0).reason().kind()).isEqualTo(ErrorKind.INVALID);
        assertThat(metadata.deviceExists(run + "-valid-1").get()).isTrue();
        assertThat(metadata.deviceExists(run + "-valid-2").get()).isTrue();
        assertThat(metadata.deviceExists(run + "-invalid").get()).isFalse();
    }

    @Test
    void emptyBatchHasNoOutcome() {
        assertThat(metadata.addDevices(List.of()).get().outcomes()).isEmpty();
        assertThat(metadata.updateDevices(List.of()).get().outcomes()).isEmpty();
    }

    @Test
    void absentDeviceIsToldByKind() {
        String absent = run + "-absent";
        assertThat(metadata.findDevice(absent).get()).isEmpty();
        assertThat(metadata.deviceExists(absent).get()).isFalse();
        assertThat(kindOf(metadata.device(absent))).isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(kindOf(metadata.deleteDevice(absent))).isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(kindOf(metadata.updateDevice(
                        DeviceUpdate.builder().name(absent).description("x").build())))
                .isEqualTo(ErrorKind.NOT_FOUND);
    }

    @Test
    void devicesAreListedWhole() {
        String label = run + "-many";
        List<Device> sent = IntStream.range(0, 7)
                .mapToObj(i -> device(run + "-many-" + i).labels(List.of(label)).build())
                .toList();
        metadata.addDevices(sent).get().orThrow();
        DeviceQuery query = DeviceQuery.all().labels(label);
        List<String> names = sent.stream().map(Device::name).toList();
        assertThat(metadata.devices(query).pageSize(3).snapshot().get().orThrow())
                .extracting(Device::name)
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(metadata.devices(query).pageSize(2).stream())
                .extracting(Device::name)
                .containsExactlyInAnyOrderElementsOf(names);
        assertThat(metadata.devices(query).count().get()).isEqualTo(7);
        assertThat(metadata.devices(query).page(5, 5).get().items()).hasSize(2);
        assertThat(metadata.devicesByProfile(profile).stream())
                .extracting(Device::name)
                .containsAll(names);
        assertThat(metadata.devicesByService(server.deviceService()).stream())
                .extracting(Device::name)
                .containsAll(names);
    }

    @Test
    void pagePastTheEndIsAnEnd() {
        assertThat(kindOf(metadata.devicesByProfile(profile).page(10_000, 5))).isEqualTo(ErrorKind.RANGE_END);
    }

    @Test
    void updateTouchesOnlyWhatItNames() {
        String name = run + "-update";
        metadata.addDevice(device(name)
                        .description("before")
                        .labels(List.of("x"))
                        .protocols(Map.of("a", Map.of("k", Json.of("1")), "b", Map.of("k", Json.of("2"))))
                        .build())
                .get();
        metadata.updateDevice(DeviceUpdate.builder()
                        .name(name)
                        .labels(List.of())
                        .protocols(Map.of("c", Map.of("k", Json.of("3"))))
                        .build())
                .get();
        Device after = metadata.device(name).get();
        assertThat(after.description()).isEqualTo("before");
        assertThat(after.labels()).isEmpty();
        assertThat(after.protocols()).containsOnlyKeys("c");
    }

    @Test
    void differenceOfTwoDevicesIsAllThatIsSent() {
        String name = run + "-between";
        metadata.addDevice(device(name).build()).get();
        Device present = metadata.device(name).get();
        assertThat(DeviceUpdate.between(present, present)).isEmpty();
        Device wanted = present.toBuilder().description("wanted").build();
        metadata.updateDevice(DeviceUpdate.between(present, wanted).orElseThrow())
                .get();
        Device after = metadata.device(name).get();
        assertThat(after.description()).isEqualTo("wanted");
        assertThat(DeviceUpdate.between(after, wanted)).isEmpty();
    }

    @Test
    void deviceCannotBeRenamed() {
        String id = metadata.device(kettle).get().id();
        BatchResult<DeviceUpdate> result = metadata.updateDevices(List.of(
                        DeviceUpdate.builder().id(id).name(run + "-other").build()))
                .get();
        assertThat(result.failures().get(0).reason().kind()).isEqualTo(ErrorKind.INVALID);
    }

    @Test
    void oddNamesAreFoundFrom3On() {
        assumeTrue(dialect.isAtLeast(Dialect.V3));
        String name = run + " 水泵/1 %2F+?#";
        metadata.addDevice(device(name).build()).get();
        assertThat(metadata.device(name).get().name()).isEqualTo(name);
        metadata.deleteDevice(name).get();
        assertThat(metadata.findDevice(name).get()).isEmpty();
    }

    @Test
    void deviceIsFoundByIdFrom4On() {
        assumeTrue(dialect == Dialect.V4);
        String id = metadata.device(kettle).get().id();
        assertThat(metadata.deviceById(id).get().name()).isEqualTo(kettle);
    }

    // Profiles, device services, provision watchers

    @Test
    void profileComesBackWithItsLimits() {
        DeviceProfile found = metadata.profile(profile).get();
        assertThat(found.deviceResources()).hasSameSizeAs(kettleProfile(profile).deviceResources());
        ResourceProperties level =
                metadata.resource(profile, "Level").get().properties().orElseThrow();
        assertThat(level.minimum().orElseThrow()).isEqualByComparingTo("-100");
        assertThat(level.maximum().orElseThrow()).isEqualByComparingTo("600");
        assertThat(level.defaultValue()).isEqualTo("300");
        assertThat(metadata.findResource(profile, "Nothing").get()).isEmpty();
    }

    @Test
    void profileIsReplacedWhole() {
        String name = run + "-replaced";
        metadata.addProfile(kettleProfile(name).toBuilder()
                        .labels(List.of("old"))
                        .model("M1")
                        .build())
                .get();
        metadata.replaceProfile(DeviceProfile.builder(name)
                        .deviceResources(List.of(resource("Level", "Int16", "RW", "1")))
                        .build())
                .get();
        DeviceProfile after = metadata.profile(name).get();
        assertThat(after.deviceResources()).hasSize(1);
        assertThat(after.model()).isEmpty();
        assertThat(after.labels()).isEmpty();
        metadata.deleteProfile(name).get();
        assertThat(metadata.findProfile(name).get()).isEmpty();
    }

    @Test
    void partsOfAProfileAreChangedFrom3On() {
        assumeTrue(dialect.isAtLeast(Dialect.V3)); // they came with 2.2 and 2.3; the dialect does not tell
        String name = run + "-parts";
        metadata.addProfile(kettleProfile(name)).get();
        metadata.updateProfiles(List.of(
                        DeviceProfileUpdate.builder().name(name).model("M2").build()))
                .get()
                .orThrow();
        metadata.addResources(name, List.of(resource("Extra", "Int32", "RW", "1")))
                .get()
                .orThrow();
        metadata.updateResources(
                        name,
                        List.of(DeviceResourceUpdate.builder("Extra")
                                .description("one more")
                                .build()))
                .get()
                .orThrow();
        metadata.addCommands(
                        name,
                        List.of(DeviceCommand.builder(
                                        "ReadExtra",
                                        "R",
                                        List.of(ResourceOperation.builder("Extra")
                                                .build()))
                                .build()))
                .get()
                .orThrow();
        metadata.updateCommands(
                        name,
                        List.of(DeviceCommandUpdate.builder("ReadExtra")
                                .isHidden(true)
                                .build()))
                .get()
                .orThrow();
        DeviceProfile after = metadata.profile(name).get();
        assertThat(after.model()).isEqualTo("M2");
        assertThat(metadata.resource(name, "Extra").get().description()).isEqualTo("one more");
        assertThat(after.deviceCommands())
                .filteredOn(command -> command.name().equals("ReadExtra"))
                .allMatch(DeviceCommand::isHidden)
                .hasSize(1);
        metadata.deleteCommand(name, "ReadExtra").get();
        metadata.deleteResource(name, "Extra").get();
        assertThat(metadata.findResource(name, "Extra").get()).isEmpty();
    }

    @Test
    void profilesAreListedByMakerAndModel() {
        String maker = run + "-maker";
        metadata.addProfile(kettleProfile(run + "-made").toBuilder()
                        .manufacturer(maker)
                        .model("M3")
                        .build())
                .get();
        assertThat(metadata.profilesByManufacturer(maker).stream()).hasSize(1);
        assertThat(metadata.profilesByManufacturerAndModel(maker, "M3").stream())
                .hasSize(1);
        assertThat(metadata.profilesByManufacturerAndModel(maker, "M4").stream())
                .isEmpty();
    }

    @Test
    void whatIsInUseCannotBeDeleted() {
        assertThat(kindOf(metadata.deleteProfile(profile))).isEqualTo(ErrorKind.CONFLICT);
    }

    @Test
    void deviceServiceIsAddedChangedAndDeleted() {
        String name = run + "-service";
        metadata.addServices(List.of(service(name))).get().orThrow();
        metadata.updateServices(List.of(DeviceServiceUpdate.builder()
                        .name(name)
                        .adminState(AdminState.LOCKED)
                        .labels(List.of(run + "-s"))
                        .build()))
                .get()
                .orThrow();
        assertThat(metadata.service(name).get().adminState()).contains(AdminState.LOCKED);
        assertThat(metadata.services(run + "-s").stream()).hasSize(1);
        assertThat(metadata.addServices(List.of(service(name)))
                        .get()
                        .failures()
                        .get(0)
                        .reason()
                        .kind())
                .isEqualTo(ErrorKind.CONFLICT);
        metadata.deleteService(name).get();
        assertThat(metadata.findService(name).get()).isEmpty();
    }

    @Test
    void provisionWatcherIsAddedChangedAndDeleted() {
        String name = run + "-watcher";
        metadata.addProvisionWatchers(List.of(ProvisionWatcher.builder(
                                name,
                                server.deviceService(),
                                Map.of("Address", "127\\..*"),
                                DiscoveredDevice.builder(profile)
                                        .adminState(AdminState.UNLOCKED)
                                        .build())
                        .adminState(AdminState.UNLOCKED)
                        .build()))
                .get()
                .orThrow();
        ProvisionWatcher found = metadata.provisionWatcher(name).get();
        assertThat(found.identifiers()).containsEntry("Address", "127\\..*");
        assertThat(found.discoveredDevice().orElseThrow().profileName()).isEqualTo(profile);
        assertThat(metadata.provisionWatchersByProfile(profile).stream()).hasSize(1);
        metadata.updateProvisionWatchers(List.of(ProvisionWatcherUpdate.builder()
                        .name(name)
                        .labels(List.of("seen"))
                        .build()))
                .get()
                .orThrow();
        assertThat(metadata.provisionWatcher(name).get().labels()).containsExactly("seen");
        metadata.deleteProvisionWatcher(name).get();
        assertThat(metadata.findProvisionWatcher(name).get()).isEmpty();
    }

    // Commands

    private CommandClient command() {
        assumeTrue(server.services().contains(EdgexService.COMMAND));
        return client.command();
    }

    @Test
    void valuesOfAllTypesAreReadAsTheyWereWritten() {
        CommandClient command = command();
        Map<String, Value> values = Map.of(
                "Level", Value.ofInteger(ValueType.INT16, -17),
                "Tilt", Value.ofInteger(ValueType.INT8, -128),
                "Pulses", Value.ofInteger(ValueType.INT64, Long.MIN_VALUE),
                "Serial", Value.parse(ValueType.UINT64, "18446744073709551615"),
                "Heat", Value.ofFloat(40.9f),
                "Power", Value.ofDouble(-0.1),
                "Heater", Value.ofBool(true),
                "Steps", Value.parse(ValueType.INT32_ARRAY, "[1, -2, 3]"));
        values.forEach((resource, value) -> {
            command.set(kettle, resource, Parameters.of(resource, value)).get();
            Value read = command.read(kettle, resource)
                    .get()
                    .reading(resource)
                    .flatMap(Reading::value)
                    .orElseThrow();
            assertThat(read.sameAs(value)).as("%s: %s", resource, read).isTrue();
        });
    }

    @Test
    void writingIsConfirmedByReadingBack() {
        CommandSpec cook =
                ProfileCommands.of(metadata.profile(profile).get()).find("Cook").orElseThrow();
        assertThat(command()
                        .setAndRead(kettle, cook, Parameters.of("Boost", "7").and("Fan", "true"))
                        .get()
                        .isConfirmed())
                .isTrue();
    }

    @Test
    void wrongParametersAreNotSent() {
        CommandClient command = command();
        assertThat(kindOf(command.set(kettle, "Tilt", Parameters.of("Tild", "1"))))
                .isEqualTo(ErrorKind.INVALID);
        assertThat(kindOf(command.set(kettle, "Tilt", Parameters.of("Tilt", "128"))))
                .isEqualTo(ErrorKind.INVALID);
        CommandSpec level = ProfileCommands.of(metadata.profile(profile).get())
                .find("Level")
                .orElseThrow();
        assertThat(kindOf(command.set(kettle, level, Parameters.of("Level", "601"))))
                .isEqualTo(ErrorKind.INVALID);
        assertThat(kindOf(command.set(kettle, level, Parameters.none()))).isEqualTo(ErrorKind.INVALID);
    }

    @Test
    void wrongParameterNameThatIsSentWritesTheDefault() {
        CommandClient command = command();
        command.setUnchecked(kettle, "Drain", Json.object().with("Drain", Json.of("9")))
                .get();
        command.setUnchecked(kettle, "Drain", Json.object().with("Drian", Json.of("9")))
                .get();
        assertThat(command.read(kettle, "Drain")
                        .get()
                        .reading("Drain")
                        .flatMap(Reading::value)
                        .orElseThrow()
                        .asLong())
                .isEqualTo(3);
    }

    @Test
    void refusalsOfTheDeviceServiceKeepTheirKind() {
        CommandClient command = command();
        assertThat(kindOf(command.read(kettle, "Nothing"))).isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(kindOf(command.read(run + "-absent", "Level"))).isEqualTo(ErrorKind.NOT_FOUND);
        assertThat(kindOf(command.read(kettle, "Reset"))).isEqualTo(ErrorKind.NOT_SUPPORTED);
        assertThat(kindOf(command.setUnchecked(kettle, "Tilt", Json.object().with("Tilt", Json.of("128")))))
                .isEqualTo(dialect == Dialect.V4 ? ErrorKind.INVALID : ErrorKind.SERVER);
        assertThat(kindOf(command.setUnchecked(kettle, "Level", Json.object().with("Level", Json.of("601")))))
                .isEqualTo(ErrorKind.INVALID);
    }

    @Test
    void lockedDeviceRefusesCommands() {
        CommandClient command = command();
        String name = run + "-locked";
        metadata.addDevice(device(name).build()).get();
        until(() -> succeeds(command.read(name, "Level")));
        metadata.updateDevice(DeviceUpdate.builder()
                        .name(name)
                        .adminState(AdminState.LOCKED)
                        .build())
                .get();
        until(() -> !succeeds(command.read(name, "Level")));
        assertThat(kindOf(command.read(name, "Level"))).isEqualTo(ErrorKind.LOCKED);
    }

    @Test
    void commandsOfADeviceTellWhatCanBeReadAndWritten() {
        CommandClient command = command();
        CoreCommand cook = command.commands(kettle).get().command("Cook").orElseThrow();
        assertThat(cook.isReadable() && cook.isWritable()).isTrue();
        assertThat(cook.parameters())
                .extracting(parameter -> parameter.resourceName())
                .containsExactly("Boost", "Fan");
        assertThat(command.commands(kettle).get().command("Reset").orElseThrow().isReadable())
                .isFalse();
        assertThat(command.findCommands(run + "-absent").get()).isEmpty();
        assertThat(command.allCommands().get().orThrow())
                .anyMatch(one -> one.deviceName().equals(kettle));
    }

    // Events and readings

    private DataClient data() {
        assumeTrue(server.services().contains(EdgexService.DATA));
        return client.data();
    }

    @Test
    void eventComesBackWithItsNanoseconds() {
        DataClient data = data();
        long origin = 1_795_000_000_123_456_789L;
        String device = run + "-recorder";
        Event sent = Event.builder(
                        device,
                        profile,
                        "Level",
                        origin,
                        List.of(Reading.builder(device, profile, "Level", Value.ofInteger(ValueType.INT16, 80), origin)
                                .build()))
                .build();
        assertThat(data.addEvent(server.deviceService(), sent).get()).isEqualTo(sent.id());
        until(() -> data.findEvent(sent.id()).get().isPresent());
        Event found = data.event(sent.id()).get();
        assertThat(found.origin()).hasValue(origin);
        assertThat(found.readings()).hasSize(1);
        assertThat(found.reading("Level").flatMap(Reading::value).orElseThrow().asLong())
                .isEqualTo(80);
        assertThat(data.eventCountOf(device).get()).isEqualTo(1);
        assertThat(data.readingCountOf(device).get()).isEqualTo(1);
        assertThat(data.eventsOf(device).stream()).hasSize(1);
        Instant time = Instant.ofEpochSecond(0, origin);
        assertThat(data
                        .readings(ReadingQuery.all()
                                .device(device)
                                .resource("Level")
                                .between(time, time))
                        .stream())
                .hasSize(1);
        assertThat(data.eventCount().get()).isPositive();
        data.deleteEvent(sent.id()).get();
        assertThat(data.findEvent(sent.id()).get()).isEmpty();
    }

    @Test
    void sameEventTwiceIsAConflictUpTo3AndKeptTwiceBy4() {
        DataClient data = data();
        long origin = 1_795_000_001_000_000_001L;
        String device = run + "-twice";
        Event event = Event.builder(
                        device,
                        profile,
                        "Level",
                        origin,
                        List.of(Reading.builder(device, profile, "Level", Value.ofInteger(ValueType.INT16, 1), origin)
                                .build()))
                .build();
        data.addEvent(server.deviceService(), event).get();
        until(() -> data.findEvent(event.id()).get().isPresent());
        if (dialect == Dialect.V4) {
            data.addEvent(server.deviceService(), event).get();
            assertThat(data.eventCountOf(device).get()).isEqualTo(2);
        } else {
            assertThat(kindOf(data.addEvent(server.deviceService(), event))).isEqualTo(ErrorKind.CONFLICT);
        }
        data.deleteEventsOf(device).get();
    }

    @Test
    void whatACommandPublishesIsKept() {
        CommandClient command = command();
        DataClient data = data();
        Event published = command.readAndPublish(kettle, "Drain").get();
        until(() -> data.findEvent(published.id()).get().isPresent());
        // 4.x reads what comes over the bus as a double, and so keeps only the first 17 digits.
        long lost = data.event(published.id()).get().origin().getAsLong()
                - published.origin().getAsLong();
        assertThat(Math.abs(lost)).isLessThan(dialect == Dialect.V4 ? 256 : 1);
    }

    // Notifications

    @Test
    void notificationAndSubscriptionAreAddedFoundAndDeleted() {
        assumeTrue(server.services().contains(EdgexService.NOTIFICATIONS));
        NotificationsClient notifications = client.notifications();
        String name = run + "-watch";
        notifications
                .addSubscriptions(List.of(Subscription.builder(
                                name,
                                "brewer",
                                List.of(Address.rest("127.0.0.1", 9, "POST")
                                        .path("/in")
                                        .build()))
                        .categories(List.of(run + "-nothing"))
                        .labels(List.of(run + "-l"))
                        .adminState(AdminState.LOCKED)
                        .build()))
                .get()
                .orThrow();
        notifications
                .updateSubscriptions(List.of(SubscriptionUpdate.builder()
                        .name(name)
                        .description("changed")
                        .build()))
                .get()
                .orThrow();
        assertThat(notifications.subscription(name).get().description()).isEqualTo("changed");
        assertThat(notifications.subscriptionsByCategory(run + "-nothing").stream())
                .hasSize(1);
        BatchResult<Notification> added = notifications
                .addNotifications(List.of(Notification.builder("kettle", NotificationSeverity.NORMAL, "too hot")
                        .category(run)
                        .build()))
                .get()
                .orThrow();
        String id = Objects.requireNonNull(added.successes().get(0).knownId());
        assertThat(notifications.notification(id).get().content()).isEqualTo("too hot");
        assertThat(notifications.notifications(NotificationQuery.category(run)).stream())
                .hasSize(1);
        if (dialect == Dialect.V4) {
            notifications.acknowledge(List.of(id)).get();
            assertThat(notifications.notification(id).get().acknowledged()).isTrue();
        }
        notifications.deleteNotification(id).get();
        assertThat(notifications.findNotification(id).get()).isEmpty();
        notifications.deleteSubscription(name).get();
        assertThat(notifications.findSubscription(name).get()).isEmpty();
    }

    // Scheduler

    @Test
    void intervalsAndActionsAreAddedChangedAndDeletedBefore4() {
        assumeTrue(server.services().contains(EdgexService.SCHEDULER) && dialect != Dialect.V4);
        SchedulerClient scheduler = client.scheduler();
        String name = run + "-interval";
        scheduler
                .addIntervals(List.of(Interval.builder(name, "24h").build()))
                .get()
                .orThrow();
        scheduler
                .updateIntervals(List.of(
                        IntervalUpdate.builder().name(name).interval("48h").build()))
                .get()
                .orThrow();
        assertThat(scheduler.interval(name).get().interval()).isEqualTo("48h");
        scheduler
                .addIntervalActions(List.of(IntervalAction.builder(
                                run + "-action",
                                name,
                                Address.rest("127.0.0.1", 9, "DELETE")
                                        .path("/x")
                                        .build())
                        .adminState(AdminState.LOCKED)
                        .build()))
                .get()
                .orThrow();
        assertThat(scheduler.intervalAction(run + "-action").get().intervalName())
                .isEqualTo(name);
        assertThat(kindOf(scheduler.deleteInterval(name))).isEqualTo(ErrorKind.CONFLICT);
        scheduler.deleteIntervalAction(run + "-action").get();
        scheduler.deleteInterval(name).get();
        assertThat(scheduler.findInterval(name).get()).isEmpty();
    }

    @Test
    void jobsAreAddedAndDeletedFrom4On() {
        assumeTrue(server.services().contains(EdgexService.SCHEDULER) && dialect == Dialect.V4);
        SchedulerClient scheduler = client.scheduler();
        String name = run + "-job";
        scheduler
                .addJobs(List.of(ScheduleJob.builder(
                                name,
                                ScheduleDefinition.every("24h").build(),
                                List.of(ScheduleAction.rest("GET", "http://127.0.0.1:9/x")
                                        .build()))
                        .adminState(AdminState.UNLOCKED)
                        .build()))
                .get()
                .orThrow();
        assertThat(scheduler.job(name).get().definition().orElseThrow().interval())
                .isEqualTo("24h");
        scheduler.triggerJob(name).get();
        until(() -> scheduler.records(RecordQuery.all().job(name)).stream()
                .findAny()
                .isPresent());
        scheduler.deleteJob(name).get();
        assertThat(scheduler.findJob(name).get()).isEmpty();
    }

    // Keeper

    @Test
    void keysAndRegistrationsOfKeeperFrom4On() {
        assumeTrue(server.services().contains(EdgexService.KEEPER));
        KeeperClient keeper = client.keeper();
        keeper.putAll(run, Json.object().with("Writable", Json.object().with("LogLevel", Json.of("INFO"))))
                .get();
        assertThat(keeper.values(run).get()).extracting(KeyValue::key).containsExactly(run + "/Writable/LogLevel");
        assertThat(keeper.keys(run).get()).containsExactly(run + "/Writable/LogLevel");
        assertThat(kindOf(keeper.delete(run + "/Writable"))).isEqualTo(ErrorKind.CONFLICT);
        keeper.deleteAll(run).get();
        assertThat(kindOf(keeper.keys(run))).isEqualTo(ErrorKind.NOT_FOUND);
        keeper.register(Registration.builder(
                                run,
                                "127.0.0.1",
                                9,
                                HealthCheck.builder("http")
                                        .path("/api/v3/ping")
                                        .interval("1h")
                                        .build())
                        .build())
                .get();
        assertThat(keeper.registration(run).get().healthCheck().orElseThrow().path())
                .isEqualTo("/api/v3/ping");
        keeper.deregister(run).get();
    }

    // The bus

    @Test
    void changesOfDevicesAreHeardOnTheBus() throws InterruptedException {
        assumeTrue(server.bus().isPresent());
        MessageDecoder decoder = new MessageDecoder(EventTopics.DEFAULT, new EnvelopeDecoder());
        Set<ObjectKey> heard = ConcurrentHashMap.newKeySet();
        CountDownLatch connected = new CountDownLatch(1);
        EventConnection connection = server.bus()
                .orElseThrow()
                .open(List.of(EventTopics.DEFAULT.systemEvents()), new EventReceiver() {
                    @Override
                    public void connected() {
                        connected.countDown();
                    }

                    @Override
                    public void message(String topic, byte[] message) {
                        heard.addAll(decoder.decode(topic, message).objects());
                    }

                    @Override
                    public void lost(Throwable reason) {}
                });
        try (connection) {
            assertThat(connected.await(LONGEST_WAIT.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            String name = run + "-heard";
            metadata.addDevice(device(name).build()).get();
            until(() -> heard.stream().anyMatch(key -> key.name().equals(name)));
        }
    }

    // What the tests share

    private Device.Builder device(String name) {
        return Device.builder(name, server.deviceService())
                .profileName(profile)
                .adminState(AdminState.UNLOCKED)
                .operatingState(OperatingState.UP)
                .protocols(Map.of("field", Map.of("Address", Json.of("127.0.0.1"))));
    }

    /** Before 3.0 the values of protocols are texts. */
    private Json number(int value) {
        return dialect == Dialect.V2 ? Json.of(String.valueOf(value)) : Json.of(value);
    }

    private static DeviceService service(String name) {
        return DeviceService.builder(name, "http://127.0.0.1:9")
                .adminState(AdminState.UNLOCKED)
                .build();
    }

    private static DeviceProfile kettleProfile(String name) {
        return DeviceProfile.builder(name)
                .manufacturer("Tideworks")
                .deviceResources(List.of(
                        DeviceResource.builder(
                                        "Level",
                                        ResourceProperties.builder("Int16", "RW")
                                                .minimum(BigDecimal.valueOf(-100))
                                                .maximum(BigDecimal.valueOf(600))
                                                .defaultValue("300")
                                                .units("l")
                                                .build())
                                .build(),
                        resource("Tilt", "Int8", "RW", "0"),
                        resource("Drain", "Int16", "RW", "3"),
                        resource("Boost", "Int16", "RW", "1"),
                        resource("Fan", "Bool", "RW", "false"),
                        resource("Pulses", "Int64", "RW", "0"),
                        resource("Serial", "Uint64", "RW", "0"),
                        resource("Heat", "Float32", "RW", "0"),
                        resource("Power", "Float64", "RW", "0"),
                        resource("Heater", "Bool", "RW", "false"),
                        resource("Steps", "Int32Array", "RW", "[0]"),
                        resource("Reset", "Int16", "W", "0")))
                .deviceCommands(List.of(DeviceCommand.builder(
                                "Cook",
                                "RW",
                                List.of(
                                        ResourceOperation.builder("Boost").build(),
                                        ResourceOperation.builder("Fan").build()))
                        .build()))
                .build();
    }

    private static DeviceResource resource(String name, String type, String access, String defaultValue) {
        return DeviceResource.builder(
                        name,
                        ResourceProperties.builder(type, access)
                                .defaultValue(defaultValue)
                                .build())
                .build();
    }

    private static ErrorKind kindOf(Call<?> call) {
        return catchThrowableOfType(EdgexException.class, call::get).kind();
    }

    private static boolean succeeds(Call<?> call) {
        try {
            call.get();
            return true;
        } catch (EdgexException failed) {
            return false;
        }
    }

    /** Waits for what a server does in its own time. */
    private static void until(BooleanSupplier condition) {
        long deadline = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("the server took too long").isLessThan(deadline);
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos()); // to spare the server between two looks
        }
    }
}
