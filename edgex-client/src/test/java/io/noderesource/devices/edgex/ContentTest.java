package io.noderesource.devices.edgex;

import static org.assertj.core.api.Assertions.assertThat;

import io.noderesource.devices.resource.IotKind;
import io.noderesource.edgex.json.Json;
import io.noderesource.edgex.model.Dialect;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ContentTest {

    private static Json.Obj json(String text) {
        return Json.asObject(Json.parse(text.replace('\'', '"')));
    }

    @Test
    void whatEdgexSaysByItselfIsNoContent() {
        Json.Obj device = json("{'id':'1','name':'a','created':1,'modified':2,'lastConnected':3,'lastReported':4,"
                + "'description':'','labels':[],'location':null,'tags':{},'serviceName':'s','future':{'x':''}}");

        assertThat(Content.of(IotKind.DEVICE, device)).isEqualTo(json("{'serviceName':'s','future':{'x':''}}"));
    }

    @Test
    void numbersThat2WritesAsTextsAreNumbers() {
        Json.Obj profile =
                json("{'name':'p','apiVersion':'v2','deviceResources':[{'name':'r','tag':'','isHidden':false,"
                        + "'attributes':null,'properties':{'valueType':'Int8','minimum':'-10','maximum':'1e2','mask':'',"
                        + "'scale':'1.50','offset':'0x10','units':'','defaultValue':'5'}}],'deviceCommands':[{'name':'c',"
                        + "'resourceOperations':[{'deviceResource':'r','defaultValue':'','mappings':null}]}]}");

        assertThat(Content.of(IotKind.PROFILE, profile))
                .isEqualTo(json("{'deviceResources':[{'name':'r','isHidden':false,'properties':{'valueType':'Int8',"
                        + "'minimum':-10,'maximum':100,'scale':1.5,'offset':'0x10','defaultValue':'5'}}],"
                        + "'deviceCommands':[{'name':'c','resourceOperations':[{'deviceResource':'r'}]}]}"));
    }

    @Test
    void defaultsThat4AddsToAutoEventsAreNone() {
        Json.Obj device =
                json("{'autoEvents':[{'interval':'1s','onChange':false,'onChangeThreshold':0,'sourceName':'r',"
                        + "'retention':{'maxCap':0,'minCap':0,'duration':''}},{'interval':'1s','onChangeThreshold':0.5,"
                        + "'sourceName':'r','retention':{'maxCap':5,'minCap':0,'duration':''}}]}");

        assertThat(Content.of(IotKind.DEVICE, device))
                .isEqualTo(
                        json(
                                "{'autoEvents':[{'interval':'1s','onChange':false,'sourceName':'r'},{'interval':'1s',"
                                        + "'onChangeThreshold':0.5,'sourceName':'r','retention':{'maxCap':5,'minCap':0,'duration':''}}]}"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "DEVICE  | V3 | labels         | []                 | null               | true",
                "DEVICE  | V3 | labels         | ['a','b']          | ['b','a']          | false",
                "DEVICE  | V3 | description    | ''                 | null               | true",
                "DEVICE  | V3 | location       | {'hall':7}         | {'hall':7.0}       | true",
                "DEVICE  | V3 | protocols      | {'o':{'Port':300}} | {'o':{'Port':'300'}} | false",
                "DEVICE  | V2 | protocols      | {'o':{'Port':300}} | {'o':{'Port':'300'}} | true",
                "DEVICE  | V2 | protocols      | {'o':{'On':true}}  | {'o':{'On':'true'}} | true",
                "DEVICE  | V3 | tags           | {'a':false}        | {}                 | false",
                "DEVICE  | V3 | notify         | false              | null               | true",
                "DEVICE  | V3 | adminState     | 'LOCKED'           | 'UNLOCKED'         | false",
                "DEVICE  | V4 | autoEvents     | [{'sourceName':'r'}] | [{'sourceName':'r','onChange':false,'onChangeThreshold':0}] | true",
                "PROFILE | V3 | deviceResources | [{'name':'r','properties':{'valueType':'int8'}}] | [{'name':'r','isHidden':false,'description':'','properties':{'valueType':'Int8'}}] | true",
                "PROFILE | V2 | deviceResources | [{'name':'r','properties':{'maximum':10}}] | [{'name':'r','properties':{'maximum':'10'}}] | true",
                "PROFILE | V3 | deviceResources | [{'name':'r','isHidden':true}] | [{'name':'r'}] | false",
                "PROFILE | V3 | deviceCommands | [{'name':'c','isHidden':false,'resourceOperations':[{'deviceResource':'r','mappings':{}}]}] | [{'name':'c','resourceOperations':[{'deviceResource':'r'}]}] | true",
                "SERVICE | V3 | adminState     | 'LOCKED'           | null               | false"
            })
    void whatIsTheSame(IotKind kind, Dialect dialect, String field, String one, String other, boolean same) {
        assertThat(Content.isSame(kind, dialect, field, value(one), value(other)))
                .isEqualTo(same);
        assertThat(Content.isSame(kind, dialect, field, value(other), value(one)))
                .isEqualTo(same);
    }

    private static Json value(String text) {
        return Json.parse(text.replace('\'', '"'));
    }
}
