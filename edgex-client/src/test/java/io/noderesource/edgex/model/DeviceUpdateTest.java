package io.noderesource.edgex.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.recorded.Recording;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A change that changes nothing still starts auto events anew, so what is alike must be seen to be alike. */
class DeviceUpdateTest {
    private static Json.Obj json(String text) {
        return Json.asObject(Json.parse(text.replace('\'', '"')));
    }

    private static Device recorded(String release) {
        return Device.of(Recording.named(release, "core-metadata", "get-device")
                .answer()
                .object("device")
                .orElseThrow());
    }

    private static String between(String present, String wanted) {
        return DeviceUpdate.between(Device.of(json(present)), Device.of(json(wanted)))
                .map(update -> update.json().without("name").write().replace('"', '\''))
                .orElse("nothing");
    }

    /** As a user would write down the device that was recorded: no more than what is to be said. */
    private static Device kettle() {
        return Device.builder("kettle-north", "device-virtual")
                .profileName("brew-kettle")
                .description("At the north wall")
                .adminState(AdminState.UNLOCKED)
                .operatingState(OperatingState.UP)
                .labels(List.of("brewery", "hot"))
                .location(Json.parse("{\"xyz\":[1.5,-2,0],\"hall\":2,\"row\":\"N\"}"))
                .autoEvents(List.of(
                        AutoEvent.builder("1h", "Glance").build(),
                        AutoEvent.builder("24h", "Level").onChange(true).build()))
                .protocols(Map.of(
                        "field",
                        Map.of(
                                "Address", Json.of("tcp://127.0.0.1"),
                                "Port", Json.of(300),
                                "Ratio", Json.parse("0.25"),
                                "Secure", Json.FALSE,
                                "Extra", Json.parse("{\"deep\":{\"a\":true},\"list\":[1,\"two\",null]}")),
                        "other",
                        Map.of("Bus", Json.of("7"))))
                .build();
    }

    /** 4.0.2 adds {@code onChangeThreshold} and {@code retention} to each auto event. */
    @ParameterizedTest
    @ValueSource(strings = {"v3.1.1", "v4.0.2"})
    void aDeviceWrittenByHandIsAlikeToWhatARealServiceMadeOfIt(String release) {
        Device present = recorded(release);
        assertThat(DeviceUpdate.between(present, kettle())).isEmpty();
        Device emptied = kettle().toBuilder()
                .autoEvents(List.of(
                        AutoEvent.builder("1h", "Glance").build(),
                        AutoEvent.builder("24h", "Level").build()))
                .build();
        assertThat(DeviceUpdate.between(present, emptied).orElseThrow().autoEvents())
                .isEqualTo(emptied.autoEvents());
    }

    @Test
    void whatIsSaidOfAnAutoEventCounts() {
        Device present = recorded("v4.0.2");
        Device wanted = kettle().toBuilder()
                .autoEvents(List.of(
                        AutoEvent.builder("1h", "Glance").build(),
                        AutoEvent.builder("24h", "Level")
                                .onChange(true)
                                .onChangeThreshold(new BigDecimal("0.5"))
                                .build()))
                .build();
        assertThat(DeviceUpdate.between(present, wanted)).isPresent();
        Device kept = kettle().toBuilder()
                .autoEvents(List.of(
                        AutoEvent.builder("1h", "Glance")
                                .retention(Retention.builder().maxCap(5).build())
                                .build(),
                        AutoEvent.builder("24h", "Level").onChange(true).build()))
                .build();
        assertThat(DeviceUpdate.between(present, kept)).isPresent();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'a'} | {'name':'a','labels':[],'tags':{},'description':'','notify':false,'autoEvents':[]}",
                "{'name':'a','properties':{},'location':''} | {'name':'a','properties':{}}",
                "{'name':'a','properties':null} | {'name':'a','properties':{},'location':null}",
                "{'name':'a','id':'1','created':1,'modified':2} | {'name':'a','id':'2','created':3,'apiVersion':'v3'}",
                "{'name':'a','later':{'x':1}} | {'name':'a','later':{'x':1.0}}"
            })
    void whatIsAlikeNeedsNoChange(String present, String wanted) {
        assertThat(between(present, wanted)).isEqualTo("nothing");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{'name':'a','labels':['x']} | {'name':'a','labels':[]} | {'labels':[]}",
                "{'name':'a','description':'x'} | {'name':'a','description':''} | {'description':''}",
                "{'name':'a','notify':true} | {'name':'a','notify':false} | {'notify':false}",
                "{'name':'a'} | {'name':'a','later':{'x':1}} | {'later':{'x':1}}",
                "{'name':'a','later':[1]} | {'name':'a','later':[2],'more':'y'} | {'later':[2],'more':'y'}"
            })
    void whatDiffersIsTheChange(String present, String wanted, String change) {
        assertThat(between(present, wanted)).isEqualTo(change);
    }
}
