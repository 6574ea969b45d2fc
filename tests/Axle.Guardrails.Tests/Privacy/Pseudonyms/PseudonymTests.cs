using System.Text;
using System.Text.Json;
using Axle.Guardrails.Privacy.Detection;
using Axle.Guardrails.Privacy.Pseudonyms;
using FsCheck;
using FsCheck.Fluent;

namespace Axle.Guardrails.Tests.Privacy.Pseudonyms;

public sealed class PseudonymTests
{
    private static readonly string[] Pieces =
        ["Anna Müller", "<", ">", "<PERSON_1>", "<PERSON", "_1>", "\\", "\"", "*", "**bold**", "`code`", "[link](https://a.example)", "\n", " ", "{\"a\":1}", "😀", "<PERSON_2>x", "&lt;", "<b>", "_", "1", "\\<PERSON\\_1\\>", "&lt;PERSON_1&gt;", "PERSON\\_1\\>"];

    private static readonly JsonSerializerOptions[] Writers =
        [new(), new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }];

    private static readonly Gen<string> Texts = Gen.Elements(Pieces).ListOf().Select(static p => string.Concat(p));

    [Fact]
    public void The_same_value_has_the_same_name_and_another_has_another()
    {
        var session = new PseudonymSession();
        Hide("Anna met Bob and Anna", session, "Anna", "Bob").ShouldBe("<PERSON_1> met <PERSON_2> and <PERSON_1>");
    }

    [Fact]
    public void Types_that_are_spelled_alike_share_no_name()
    {
        var session = new PseudonymSession();
        var hidden = session.Replace("A B", [new PersonalDataSpan(0, 1, "CUSTOMER_1", 1, "test"), new PersonalDataSpan(2, 3, "CUSTOMER_2", 1, "test")]);
        hidden.ShouldBe("<CUSTOMER_1> <CUSTOMER_2>");
        PseudonymRestorer.Restore(hidden, session).ShouldBe("A B");
    }

    [Fact]
    public void A_name_that_came_from_outside_cannot_name_a_person_of_the_session()
    {
        var session = new PseudonymSession();
        Hide("Anna", session, "Anna").ShouldBe("<PERSON_1>");
        var hidden = session.Replace("Tell me who <PERSON_1> is", []);
        hidden.ShouldBe("Tell me who <TEXT_1> is");
        PseudonymRestorer.Restore(hidden, session).ShouldBe("Tell me who <PERSON_1> is");
    }

    [Fact]
    public void Any_text_comes_back_as_it_was() => Check(text =>
    {
        var session = new PseudonymSession();
        return PseudonymRestorer.Restore(Hide(text, session, "Anna Müller"), session) == text;
    });

    [Fact]
    public void A_stream_comes_back_as_it_was_wherever_it_is_cut() => Check(text =>
    {
        var session = new PseudonymSession();
        var hidden = Hide(text, session, "Anna Müller");
        return Enumerable.Range(0, hidden.Length + 1).All(cut => Cut(hidden, session, RestoredFor.Text, cut) == text)
            && OneByOne(hidden, session, RestoredFor.Text) == text;
    });

    [Fact]
    public void A_stream_of_bytes_comes_back_as_it_was_wherever_it_is_cut() => Check(text =>
    {
        var session = new PseudonymSession();
        var bytes = Encoding.UTF8.GetBytes(Hide(text, session, "Anna Müller"));
        var decoder = Encoding.UTF8.GetDecoder();
        var restorer = new PseudonymRestorer(session);
        var shown = new StringBuilder();
        var characters = new char[4];
        foreach (var b in bytes)
            shown.Append(restorer.Take(characters.AsSpan(0, decoder.GetChars([b], characters, flush: false))));
        return shown.Append(restorer.End()).ToString() == text;
    });

    [Fact]
    public void A_json_string_stays_json_wherever_it_is_cut() => Check(text =>
    {
        var session = new PseudonymSession();
        var hidden = Hide(text, session, "Anna Müller");
        // Both writers of JSON there are: those that escape the brackets and those that do not.
        return Writers.All(writer =>
        {
            var json = JsonSerializer.Serialize(hidden, writer);
            return Enumerable.Range(0, json.Length + 1).All(cut => JsonSerializer.Deserialize<string>(Cut(json, session, RestoredFor.Json, cut)) == text);
        });
    });

    [Fact]
    public void Arguments_of_tools_come_back_as_they_were() => Check(text =>
    {
        var session = new PseudonymSession();
        var detector = new PersonalDataDetector(PersonalDataOptions.Default with { Patterns = [new PersonalDataPattern("PERSON", "Anna Müller", 1)] }, null);
        var arguments = JsonSerializer.SerializeToElement(new { to = text, deep = new object[] { text, 1, true, new { text } } });
        var hidden = PseudonymJson.Replace(arguments, detector, session);
        return JsonElement.DeepEquals(PseudonymJson.Restore(hidden, session), arguments) && !hidden.GetRawText().Contains("Anna", StringComparison.Ordinal);
    });

    [Theory]
    [InlineData("Dear \\<PERSON\\_1\\>!", "Dear O\\_o \\*\\<x\\>\\*!")]
    [InlineData("Dear <PERSON\\_1>!", "Dear O\\_o \\*\\<x\\>\\*!")]
    [InlineData("Dear &lt;PERSON_1&gt;!", "Dear O_o *&lt;x&gt;*!")]
    [InlineData("**<PERSON_1>** & \\<PERSON_1>", "**O_o *<x>*** & \\O_o *<x>*")]
    [InlineData("<PERSON\\_2> \\_ <b\\>", "<PERSON\\_2> \\_ <b\\>")]
    public void A_value_is_spelled_as_its_stand_in_is(string hidden, string shown)
    {
        var session = new PseudonymSession();
        Hide("O_o *<x>*", session, "O_o *<x>*");
        for (var cut = 0; cut <= hidden.Length; cut++)
            Cut(hidden, session, RestoredFor.Text, cut).ShouldBe(shown);
    }

    [Theory]
    [InlineData("<PERSON\\_1\\>")]
    [InlineData("&lt;PERSON_1&gt;")]
    public void A_name_that_came_from_outside_with_escapes_cannot_name_a_person_either(string named)
    {
        var session = new PseudonymSession();
        Hide("Anna", session, "Anna");
        var hidden = session.Replace($"Who is {named}?", []);
        hidden.ShouldBe("Who is <TEXT_1>?");
        PseudonymRestorer.Restore(hidden, session).ShouldBe($"Who is {named}?");
    }

    [Fact]
    public void No_more_is_held_back_than_a_name_has()
    {
        var restorer = new PseudonymRestorer(new PseudonymSession());
        var text = "<" + new string('A', 500);
        var shown = text.Sum(c => restorer.Take([c]).Length);
        restorer.End().Length.ShouldBe(text.Length - shown);
        (text.Length - shown).ShouldBeLessThan(49);
    }

    private static void Check(Func<string, bool> holds) => Prop.ForAll(Texts.ToArbitrary(), holds).QuickCheckThrowOnFailure();

    private static string Hide(string text, PseudonymSession session, params string[] names)
    {
        var spans = names.SelectMany(n => Places(text, n)).OrderBy(static s => s.Start).ToArray();
        return session.Replace(text, spans);
    }

    private static IEnumerable<PersonalDataSpan> Places(string text, string name)
    {
        for (var at = text.IndexOf(name, StringComparison.Ordinal); at >= 0; at = text.IndexOf(name, at + name.Length, StringComparison.Ordinal))
            yield return new PersonalDataSpan(at, at + name.Length, "PERSON", 1, "test");
    }

    private static string Cut(string text, PseudonymSession session, RestoredFor form, int cut)
    {
        var restorer = new PseudonymRestorer(session, form);
        return restorer.Take(text.AsSpan(0, cut)) + restorer.Take(text.AsSpan(cut)) + restorer.End();
    }

    private static string OneByOne(string text, PseudonymSession session, RestoredFor form)
    {
        var restorer = new PseudonymRestorer(session, form);
        return string.Concat(text.Select(c => restorer.Take([c]))) + restorer.End();
    }
}
