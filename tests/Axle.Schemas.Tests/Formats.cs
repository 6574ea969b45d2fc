using System.Text.Json;

namespace Axle.Schemas.Tests;

public sealed class Formats
{
    private static readonly SchemaOptions Asserting = new() { AssertFormats = true };

    [Theory]
    [InlineData("date-time", "1963-06-19T08:30:06.283185Z", "1990-12-31T23:59:60Z", "1990-12-31T15:59:60.123-08:00", "1963-06-19t08:30:06z")]
    [InlineData("date", "2024-02-29", "1963-06-19", "0000-02-29")]
    [InlineData("time", "08:30:06Z", "23:59:60+00:00", "22:59:60-01:00", "08:30:06.5+05:30")]
    [InlineData("duration", "P4DT12H30M5S", "P4Y", "PT0S", "P2W", "P1M2D", "PT36H")]
    [InlineData("email", "joe.bloggs@example.com", "te~st@example.com", "\"joe bloggs\"@example.com", "joe@[127.0.0.1]", "joe@[IPv6:::1]")]
    [InlineData("idn-email", "실례@실례.테스트", "joe@example.com")]
    [InlineData("hostname", "www.example.com", "xn--4gbwdl.xn--wgbh1c", "1host", "a", "a.b-c.d")]
    [InlineData("idn-hostname", "실례.테스트", "l·l.example", "α͵β", "א׳ב", "ァ・", "क्‍ष", "example", "xn--ihqwcrb4cv8a8dqg056pqjye")]
    [InlineData("ipv4", "192.168.0.1", "0.0.0.0", "255.255.255.255")]
    [InlineData("ipv6", "::1", "::", "1:2::8", "::ffff:192.168.0.1", "1:2:3:4:5:6:7:8", "::42:ff:1")]
    [InlineData("uri", "http://foo.bar/?baz=qux#quux", "urn:oasis:names", "mailto:a@b.c", "http://[2001:db8::7]/c", "ftp://u:p@h:21/a%20b")]
    [InlineData("uri-reference", "/abc", "abc", "#frag", "//h/p?q", "")]
    [InlineData("iri", "http://ƒøø.ßår/?∂éœ=πîx#πîüx")]
    [InlineData("iri-reference", "/âππ", "#ƒrägmênt")]
    [InlineData("uuid", "2EB8AA08-AA98-11EA-B4AA-73B441D16380", "00000000-0000-0000-0000-000000000000")]
    [InlineData("uri-template", "http://example.com/dictionary/{term:1}/{term}", "{+path,x*}{?q}")]
    [InlineData("json-pointer", "", "/foo/0", "/a~1b~0")]
    [InlineData("relative-json-pointer", "0", "1/foo", "2#", "120/a")]
    [InlineData("regex", "([abc])+\\s+$")]
    [InlineData("no-such-format", "anything")]
    public void Good_text_passes(string format, params string[] texts)
    {
        foreach (var text in texts)
        {
            Validate(format, text).Faults.ShouldBeEmpty(text);
        }
    }

    [Theory]
    [InlineData("date-time", "1990-02-31T15:59:59Z", "1998-12-31T23:58:60Z", "06/19/1963 08:30:06 PST", "2013-350T01:01:01", "1963-06-1৪T00:00:00Z", "1990-12-31T15:59:59-24:00", "1963-06-19 08:30:06Z")]
    [InlineData("date", "2023-02-29", "06/19/1963", "1998-1-20", "1963-06-1৪", "2020-13-01", "2020-11-31")]
    [InlineData("time", "08:30:06", "24:00:00Z", "22:59:60Z", "08:30:06-8:00", "01:02:03+24:00", "08:30:06 Z", "12:00:00.52", "12:00:00.Z")]
    [InlineData("duration", "PT1D", "P", "P1YT", "PT", "4DT12H", "P2D1Y", "P1Y2W", "P1Y2D", "P٢Y", "PT1H2S", "P1.5D")]
    [InlineData("email", "2962", ".test@example.com", "te..st@example.com", "joe@", "@a", "joe@invalid=domain.com", "joe@[127.0.0.300]", "joe bloggs@example.com")]
    [InlineData("hostname", "-a-host-name-that-starts-with--", "not_a_valid_host_name", "a.", "", ".", "a..b", "xn--X", "XN--aa---o47jg78q", "ab--cd", "a\u3002b")]
    [InlineData("idn-hostname", "〮실례.테스트", "a·l", "α͵", "٠۰", "・abc", "‍ष", "-hello", "〲", "xn--X", "ab--é")]
    [InlineData("ipv4", "127.0.0.0.1", "256.256.256.256", "127.0", "0x7f000001", "2130706433", "087.10.0.1", "1২7.0.0.1", "1.2.3.", "192.168.1.0/24")]
    [InlineData("ipv6", "12345::", "1:1:1:1:1:1:1:1:1", "::laptop", "1::2::3", ":2:3:4:5:6:7:8", "1:2:3:4:5:6:7::8:9", "::127.0.0.256", "fe80::a%eth1", "100:100:100:100:100:100:255.255.255.255.255", "1:2:3:4:5:6:7:৪", "1.2.3.4::")]
    [InlineData("uri", "//foo.bar/?baz", "/abc", "\\\\WINDOWS\\fileshare", "abc", "http:// shouldfail.com", ":// x", "http://a/%zz", "bar,baz:foo", "https://[@example.org/", "http://foo/é")]
    [InlineData("uri-reference", "\\\\WINDOWS", "#frag\\ment", "a b")]
    [InlineData("iri", "/abc", "âππ", "http://2001:0db8::7334", ":// x")]
    [InlineData("uuid", "2eb8aa08-aa98-11ea-b4aa-73b441d1638", "2eb8aa08aa9811eab4aa73b441d16380", "{eb8aa08-aa98-11ea-b4aa-73b441d1638}", "2eb8-aa08-aa98-11ea-b4aa73b44-1d16380")]
    [InlineData("uri-template", "http://example.com/{term:1}/{term", "{a b}", "a}")]
    [InlineData("json-pointer", "/foo/bar~", "#", "a", "/~2")]
    [InlineData("relative-json-pointer", "/foo", "-1/a", "0##", "01/a", "", "+1/a", "1a")]
    [InlineData("regex", "^(abc]", @"\a")]
    public void Bad_text_is_a_fault(string format, params string[] texts)
    {
        foreach (var text in texts)
        {
            Validate(format, text).Faults.ShouldHaveSingleItem(text).Keyword.ShouldBe("format");
        }
    }

    [Fact]
    public void Are_not_asserted_by_default() => Schemas.Validate("""{"format":"ipv4"}""", "\"x\"").IsValid.ShouldBeTrue();

    [Fact]
    public void Callers_format_is_asked_even_then()
    {
        var result = Schemas.Parse("""{"items":{"format":"even"}}""").Validate(
            JsonElement.Parse("[2,3]"), (format, value) => format == "even" && value.GetInt32() % 2 != 0 ? "must be even" : null);

        result.Faults.ShouldHaveSingleItem().ToString().ShouldBe("/1: must be even");
    }

    private static SchemaResult Validate(string format, string text) =>
        Schemas.Validate(JsonSerializer.Serialize(new { format }), JsonSerializer.Serialize(text), Asserting);
}
