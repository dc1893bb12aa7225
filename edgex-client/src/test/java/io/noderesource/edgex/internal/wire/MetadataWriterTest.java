package io.noderesource.edgex.internal.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.noderesource.edgex.error.EdgexException;
import io.noderesource.edgex.error.ErrorKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.AdminState;
import io.noderesource.edgex.model.AutoEvent;
import io.noderesource.edgex.model.Device;
import io.noderesource.edgex.model.DeviceProfile;
import io.noderesource.edgex.model.DeviceResource;
import io.noderesource.edgex.model.DeviceService;
import io.noderesource.edgex.model.Dialect;
import io.noderesource.edgex.model.DiscoveredDevice;
import io.noderesource.edgex.model.ProvisionWatcher;
import io.noderesource.edgex.model.Retention;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What differs between the dialects, row by row. */
class MetadataWriterTest {
    private static Json.Obj json(String text) {
        return Json.asObject(Json.parse(text.replace('\'', '"')));
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable writing, String field) {
        EdgexException failure = catchThrowableOfType(EdgexException.class, writing);
        assertThat(failure.kind()).isEqualTo(ErrorKind.UNSUPPORTED_DIALECT);
        assertThat(failure).hasMessageContaining(field);
    }

    @Test
    void valuesOfProtocolsAreStringsOn2xOnly() {
        Device device = Device.of(json("{'name':'a','protocols':{'m':{'Port':300,'On':true,'Host':'h','X':null}}}"));
        assertThat(MetadataWriter.device(device, Dialect.V2).write())
                .isEqualTo(
                        "{\"name\":\"a\",\"protocols\":{\"m\":{\"Port\":\"300\",\"On\":\"true\",\"Host\":\"h\",\"X\":null}}}");
        assertThat(MetadataWriter.device(device, Dialect.V3)).isEqualTo(device.json());
        assertRefused(
                () -> MetadataWriter.device(
                        Device.of(json("{'name':'a','protocols':{'m':{'Deep':{'a':1}}}}")), Dialect.V2),
                "m.Deep");
    }

    @Test
    void numbersOfResourcesAreStringsOn2xAndNumbersLater() {
        DeviceProfile typed = DeviceProfile.of(json("{'name':'p','deviceResources':[{'name':'r','properties':{"
                + "'valueType':'Float64','minimum':-1.50,'maximum':16.25,'mask':255,'defaultValue':'3'}}]}"));
        DeviceProfile textual = DeviceProfile.of(json("{'name':'p','deviceResources':[{'name':'r','properties':{"
                + "'valueType':'Float64','minimum':'-1.50','maximum':'16.25','mask':'255','defaultValue':'3'}}]}"));
        assertThat(MetadataWriter.profile(typed, Dialect.V2)).isEqualTo(textual.json());
        assertThat(MetadataWriter.profile(textual, Dialect.V3)).isEqualTo(typed.json());
        assertThat(MetadataWriter.profile(textual, Dialect.V3).write()).contains("-1.50");
        assertThat(MetadataWriter.profile(textual, Dialect.V2)).isEqualTo(textual.json());
        assertThat(textual.deviceResources().get(0).properties().orElseThrow().minimum())
                .hasValue(new BigDecimal("-1.50"));
    }

    @Test
    void emptyNumbersOf2xAreLeftOutLater() {
        DeviceResource resource = DeviceResource.of(
                json("{'name':'r','tag':'','properties':{'valueType':'Int8','minimum':'','base':' '}}"));
        assertThat(MetadataWriter.resource(resource, Dialect.V3).write())
                .isEqualTo("{\"name\":\"r\",\"properties\":{\"valueType\":\"Int8\"}}");
        assertThat(resource.properties().orElseThrow().minimum()).isEmpty();
    }

    @Test
    void aBoundThatIsNoNumberIsRefusedLater() {
        DeviceResource resource = DeviceResource.of(json("{'name':'r','properties':{'minimum':'low'}}"));
        assertThat(catchThrowableOfType(EdgexException.class, () -> MetadataWriter.resource(resource, Dialect.V4))
                        .kind())
                .isEqualTo(ErrorKind.INVALID);
    }

    @Test
    void whatADialectWouldLoseIsRefused() {
        Device device = Device.builder("a", "s").build();
        Device tagged = device.toBuilder().tags(Map.of("a", Json.of(1))).build();
        Device child = device.toBuilder().parent("b").build();
        Device threshold = device.toBuilder()
                .autoEvents(List.of(AutoEvent.builder("1s", "r")
                        .onChangeThreshold(new BigDecimal("0.5"))
                        .build()))
                .build();
        Device retention = device.toBuilder()
                .autoEvents(List.of(AutoEvent.builder("1s", "r")
                        .retention(Retention.builder().maxCap(5).build())
                        .build()))
                .build();
        assertRefused(() -> MetadataWriter.device(tagged, Dialect.V2), "tags");
        assertThat(MetadataWriter.device(tagged, Dialect.V3)).isEqualTo(tagged.json());
        for (Dialect dialect : List.of(Dialect.V2, Dialect.V3)) {
            assertRefused(() -> MetadataWriter.device(child, dialect), "parent");
            assertRefused(() -> MetadataWriter.device(threshold, dialect), "onChangeThreshold");
            assertRefused(() -> MetadataWriter.device(retention, dialect), "retention");
            assertRefused(
                    () -> MetadataWriter.service(
                            DeviceService.builder("s", "http://s")
                                    .properties(Map.of("a", Json.of(1)))
                                    .build(),
                            dialect),
                    "properties");
        }
        assertThat(MetadataWriter.device(child, Dialect.V4)).isEqualTo(child.json());
        assertRefused(
                () -> MetadataWriter.resource(DeviceResource.of(json("{'name':'r','tag':'old'}")), Dialect.V3), "tag");
        assertRefused(
                () -> MetadataWriter.resource(DeviceResource.of(json("{'name':'r','tags':{'a':1}}")), Dialect.V2),
                "tags");
        assertRefused(
                () -> MetadataWriter.resource(
                        DeviceResource.of(json("{'name':'r','properties':{'optional':{'a':1}}}")), Dialect.V2),
                "optional");
    }

    @Test
    void whatIsEmptyMayGo() {
        Device device = Device.of(json("{'name':'a','tags':{},'properties':{},'parent':''}"));
        assertThat(MetadataWriter.device(device, Dialect.V2).write()).isEqualTo("{\"name\":\"a\"}");
    }

    @Test
    void aProvisionWatcherIsFlatOn2x() {
        ProvisionWatcher watcher = ProvisionWatcher.builder(
                        "w",
                        "svc",
                        Map.of("address", ".*"),
                        DiscoveredDevice.builder("p")
                                .adminState(AdminState.LOCKED)
                                .autoEvents(List.of(AutoEvent.builder("1s", "r").build()))
                                .build())
                .adminState(AdminState.LOCKED)
                .build();
        Json.Obj flat = json("{'name':'w','serviceName':'svc','identifiers':{'address':'.*'},'adminState':'LOCKED',"
                + "'profileName':'p','autoEvents':[{'interval':'1s','sourceName':'r'}]}");
        assertThat(MetadataWriter.watcher(watcher, Dialect.V2)).isEqualTo(flat);
        assertThat(MetadataWriter.watcher(watcher, Dialect.V3)).isEqualTo(watcher.json());
        ProvisionWatcher read = MetadataWriter.readWatcher(flat);
        assertThat(read.discoveredDevice().orElseThrow().profileName()).isEqualTo("p");
        assertThat(read.discoveredDevice().orElseThrow().adminState()).hasValue(AdminState.LOCKED);
        assertThat(MetadataWriter.watcher(read, Dialect.V2)).isEqualTo(flat);
    }

    /** 2.x has one admin state for the watcher and for what it discovers. */
    @Test
    void aProvisionWatcherWithTwoAdminStatesIsRefusedOn2x() {
        ProvisionWatcher watcher = ProvisionWatcher.builder(
                        "w",
                        "svc",
                        Map.of("address", ".*"),
                        DiscoveredDevice.builder("p")
                                .adminState(AdminState.LOCKED)
                                .build())
                .adminState(AdminState.UNLOCKED)
                .build();
        assertRefused(() -> MetadataWriter.watcher(watcher, Dialect.V2), "adminState");
        assertThat(MetadataWriter.watcher(watcher, Dialect.V3)).isEqualTo(watcher.json());
    }

    /** 3.0 has removed it. */
    @Test
    void whetherTheServiceIsToldIsNotLostAfter2x() {
        Device told = Device.of(json("{'name':'a','notify':true}"));
        Device untold = Device.of(json("{'name':'a','notify':false}"));
        assertThat(MetadataWriter.device(told, Dialect.V2)).isEqualTo(told.json());
        for (Dialect dialect : List.of(Dialect.V3, Dialect.V4)) {
            assertRefused(() -> MetadataWriter.device(told, dialect), "notify");
            assertThat(MetadataWriter.device(untold, dialect)).isEqualTo(json("{'name':'a'}"));
        }
    }

    @ParameterizedTest
    @EnumSource(Dialect.class)
    void whatThisLibraryDoesNotKnowIsKept(Dialect dialect) {
        Device device =
                Device.of(json("{'name':'a','later':{'deep':[1.10,null]},'autoEvents':[{'interval':'1s','more':7}]}"));
        assertThat(MetadataWriter.device(device, dialect)).isEqualTo(device.json());
        assertThat(device.toBuilder().description("d").build().json().without("description"))
                .isEqualTo(device.json());
    }
}
