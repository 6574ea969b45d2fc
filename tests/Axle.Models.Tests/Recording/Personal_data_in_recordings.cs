using Axle.Models.Recording.Redaction;

namespace Axle.Models.Tests.Recording;

public sealed class Personal_data_in_recordings
{
    [Theory]
    [InlineData("write to Jane.Doe+x@mail.example.co.uk.", "write to person-1@example.invalid.")]
    [InlineData("card 4111 1111 1111 1111 of 2024 and 4111111111111112", "card [card-1] of 2024 and 4111111111111112")]
    [InlineData("in 2024 4111-1111-1111-1111 2027", "in 2024 [card-1] 2027")]
    [InlineData("IBAN DE89 3704 0044 0532 0130 00 PLEASE, not DE88 3704 0044 0532 0130 00", "IBAN [iban-1] PLEASE, not DE88 3704 0044 0532 0130 00")]
    [InlineData("ssn 123-45-6789, order 000-12-3456", "ssn [ssn-1], order 000-12-3456")]
    [InlineData("from 10.20.30.40 and 2001:db8:0:1::7 to 127.0.0.1 at 12:30:45", "from 192.0.2.1 and 192.0.2.2 to 127.0.0.1 at 12:30:45")]
    [InlineData("call +49 (228) 123-4567 or 555-123-4567", "call [phone-1] or [phone-2]")]
    [InlineData("a@b.example again: A@B.example, then c@d.example", "person-1@example.invalid again: person-1@example.invalid, then person-2@example.invalid")]
    [InlineData("std::vector, 1.2, 2026-01-02T03:04:05Z, id 67e5a1de488191, chat-12345678", "std::vector, 1.2, 2026-01-02T03:04:05Z, id 67e5a1de488191, chat-12345678")]
    public void Only_what_has_the_form_goes(string text, string expected)
    {
        Redaction().Clean(text).ShouldBe(expected);
        Redaction().Clean(expected).ShouldBe(expected, "what is clean stays as it is, or a replay would not find it");
    }

    [Theory]
    [InlineData("Incorrect API key provided: sk-proj-****abcd.", "Incorrect API key provided: [key]")]
    [InlineData("Authorization: Bearer abcdef0123456789abcdef", "Authorization: [key]")]
    [InlineData("the planted-key-of-this-test here", "the [key] here")]
    [InlineData("GET /v1?key=AbCd1234&alt=sse", "GET /v1[key]&alt=sse")]
    [InlineData("a task-force-of-many", "a task-force-of-many")]
    public void Keys_go_whether_they_are_known_or_look_like_keys(string text, string expected) => Redaction().Clean(text).ShouldBe(expected);

    [Fact]
    public void The_strings_of_json_are_cleaned_and_the_rest_stays()
    {
        const string Body = """{"model":"gpt-5", "n":1,"messages":[{"content":"I am \"Jane\" <jane@doe.example>\n+1 555 123 4567"},{"content":"{\"to\":\"jane@doe.example\"}"}]}""";

        Redaction().Clean(Body).ShouldBe(
            """{"model":"gpt-5", "n":1,"messages":[{"content":"I am \"Jane\" <person-1@example.invalid>\n[phone-1]"},{"content":"{\"to\":\"person-1@example.invalid\"}"}]}""");
    }

    [Fact]
    public void Encoded_pictures_and_signatures_are_left_alone_but_for_known_keys()
    {
        var signature = string.Concat(Enumerable.Repeat("4111111111111111", 8));
        Redaction().Clean($$"""{"signature":"{{signature}}"}""").ShouldContain(signature);
        Redaction().Clean($$"""{"signature":"{{signature}}planted-key-of-this-test"}""").ShouldNotContain("planted-key-of-this-test");
    }

    [Theory]
    [InlineData("""{"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"%"}}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"content":"%"}}]}""")]
    [InlineData("""{"choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"function":{"arguments":"%"}}]}}]}""")]
    [InlineData("""{"type":"response.output_text.delta","item_id":"msg_1","output_index":0,"delta":"%"}""")]
    [InlineData("""{"candidates":[{"content":{"parts":[{"text":"%"}],"role":"model"},"index":0}]}""")]
    public void What_a_stream_sends_piece_by_piece_is_found_and_the_pieces_keep_their_borders(string template)
    {
        string[] words = ["Write to ja", "ne@do", "e.exa", "mple, key planted-k", "ey-of-this-test, ca", "ll +1 555 12", "3 4567 now"];
        string[] events = [.. words.Select(w => $"data: {template.Replace("%", w, StringComparison.Ordinal)}\n\n")];
        // Borders of the connection fall anywhere.
        var text = string.Concat(events);
        string[] chunks = [text[..50], text[50..(text.Length / 2)], text[(text.Length / 2)..]];

        var clean = Redaction().Clean(chunks);

        clean.Length.ShouldBe(3);
        string[] expected = ["Write to person-1@example.invalid", "", "", ", key [key]", ", ca", "ll [phone-1]", " now"];
        string.Concat(clean).ShouldBe(string.Concat(expected.Select(w => $"data: {template.Replace("%", w, StringComparison.Ordinal)}\n\n")));
        clean[0][..20].ShouldBe(chunks[0][..20]);
    }

    [Fact]
    public void A_finder_of_ones_own_is_asked_instead()
    {
        new ExchangeRedaction([], new NameFinder()).Clean("""{"a":"Jane and Jane"}""").ShouldBe("""{"a":"[name-1] and [name-1]"}""");
    }

    private static ExchangeRedaction Redaction() => new(["planted-key-of-this-test"], PersonalData.Finder);

    private sealed class NameFinder : IPersonalDataFinder
    {
        public IEnumerable<PersonalDatum> Find(string text)
        {
            for (var at = 0; (at = text.IndexOf("Jane", at, StringComparison.Ordinal)) >= 0; at += 4)
                yield return new PersonalDatum("name", at, 4);
        }
    }
}
