using System.Text;
using System.Text.Json;
using Axle.Workflows.Runs;

namespace Axle.Workflows.Tests.Runs;

/// <summary>A payload is the same bytes, whichever way it came.</summary>
public sealed class PayloadTests
{
    [Theory]
    [InlineData("""{"a":1}""", """{ "a" : 1 }""")]
    [InlineData("""{"a":"x y"}""", "{\n\t\"a\": \"x y\"\r\n}")]
    [InlineData("""["ä","/","<",""]""", """["\u00e4","\/","\u003c",""]""")]
    [InlineData("""["\"","\\","\n"]""", """["\u0022","\u005C","\u000a"]""")]
    [InlineData("1.50", " 1.50 ")]
    [InlineData("null", " null")]
    public void White_space_and_needless_escapes_are_dropped(string compact, string written)
    {
        var payload = Of(written);
        Text(payload).ShouldBe(compact);
        payload.Hash.ShouldBe(Of(compact).Hash);
        payload.Size.ShouldBe(Encoding.UTF8.GetByteCount(compact));
        Text(Payload.From(payload.Value)).ShouldBe(compact);
    }

    [Fact]
    public void What_passes_as_compact_is_what_writing_it_anew_gives()
    {
        for (var seed = 0; seed < 2000; seed++)
        {
            var json = RandomJson(new Random(seed), 4);
            var written = JsonSerializer.Serialize(JsonDocument.Parse(json).RootElement, PayloadOptions);
            Text(Of(json)).ShouldBe(written, $"seed {seed}");
            Text(Payload.From(JsonDocument.Parse(json).RootElement)).ShouldBe(written, $"seed {seed}");
        }
    }

    [Fact]
    public void As_many_levels_as_are_allowed_are_kept_and_one_more_is_refused()
    {
        static string Nested(int levels) => new string('[', levels) + new string(']', levels);
        Of(Nested(Payload.MaxDepth)).Size.ShouldBe(2 * Payload.MaxDepth);
        Should.Throw<AxleException>(() => Of(Nested(Payload.MaxDepth + 1))).Error.Kind.ShouldBe(ErrorKind.Validation);
        var deep = JsonDocument.Parse(Nested(Payload.MaxDepth + 1), new JsonDocumentOptions { MaxDepth = 100 });
        Should.Throw<AxleException>(() => Payload.From(deep.RootElement)).Error.Kind.ShouldBe(ErrorKind.Validation);
    }

    [Theory]
    [InlineData("{")]
    [InlineData("{}{}")]
    [InlineData("[1,]")]
    [InlineData("""{"a":01}""")]
    [InlineData("""["ä"] ["ä"]""")]
    [InlineData("")]
    public void What_is_no_JSON_is_refused(string text) => Should.Throw<JsonException>(() => Of(text));

    [Fact]
    public async Task Many_may_look_into_a_payload_at_once()
    {
        for (var i = 0; i < 200; i++)
        {
            var payload = Of("""{"a":{"b":[1,2,3]}}""");
            await Task.WhenAll(Enumerable.Range(0, 4).Select(n => Task.Run(() =>
            {
                if (n % 2 == 0)
                    payload.Value.GetProperty("a").GetProperty("b").GetArrayLength().ShouldBe(3);
                Text(payload).ShouldBe("""{"a":{"b":[1,2,3]}}""");
            })));
        }
    }

    [Fact]
    public void Without_content_a_reference_tells_what_it_refers_to()
    {
        var reference = Of($"\"{new string('x', Payload.InlineLimit)}\"");
        reference.IsLarge.ShouldBeTrue();
        reference.ToString().ShouldContain("xxx");
    }

    private static readonly JsonSerializerOptions PayloadOptions = new()
    {
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    private static Payload Of(string json) => Payload.FromJson(Encoding.UTF8.GetBytes(json));

    private static string Text(Payload payload) => Encoding.UTF8.GetString(payload.Utf8());

    private static string RandomJson(Random random, int depth) => random.Next(depth > 0 ? 7 : 5) switch
    {
        0 => "null",
        1 => random.Next(2) == 0 ? "true" : "false",
        2 => random.Next(-1000, 1000).ToString(System.Globalization.CultureInfo.InvariantCulture),
        3 => "1.0e" + random.Next(9).ToString(System.Globalization.CultureInfo.InvariantCulture),
        4 => RandomText(random),
        5 => "[" + string.Join(random.Next(3) == 0 ? ", " : ",", Enumerable.Range(0, random.Next(4)).Select(_ => RandomJson(random, depth - 1))) + "]",
        _ => "{" + string.Join(",", Enumerable.Range(0, random.Next(4)).Select(_ => RandomText(random) + ":" + RandomJson(random, depth - 1))) + "}",
    };

    private static string RandomText(Random random)
    {
        string[] pieces = ["a", " ", "{", "]", "\\n", "\\\"", "\\\\", "\\u0041", "ä", "€", "😀", "\u007f", "\u2028", "/", "<", "'", "0", "\\t"];
        return "\"" + string.Concat(Enumerable.Range(0, random.Next(5)).Select(_ => pieces[random.Next(pieces.Length)])) + "\"";
    }
}
