using System.Text.Json;
using System.Text.Json.Nodes;
using Axle.Models.Answers;
using Axle.Models.Providers.Offline.Digest;
using Axle.Models.Providers.Offline.Writing;

namespace Axle.Models.Providers.Offline.Filling;

/// <summary>Makes an answer that matches any schema it can understand, out of a digest; the answer is checked before it leaves.</summary>
internal sealed class SchemaFiller(JsonElement schema, ReviewDigest digest)
{
    /// <summary>Fills the schema: first everything that is known, and where that breaks a rule, only what is required.</summary>
    /// <exception cref="AxleException"><see cref="ErrorKind.Validation"/>: nothing that it can say matches.</exception>
    public JsonElement Fill()
    {
        var check = AnswerSchema.Parse(schema);
        var unknown = new SortedSet<string>(StringComparer.Ordinal);
        _ = Walk(isLean: false, couldNotTell: [], unknown);
        var told = unknown.ToList();

        var full = Walk(isLean: false, told, []);
        if (check.Check(full).Count == 0)
            return full;
        var lean = Walk(isLean: true, told, []);
        var faults = check.Check(lean);
        return faults.Count == 0 ? lean : throw OfflineErrors.CannotFill(faults[0].Path, faults[0].Keyword);
    }

    internal static JsonNode? ToNode(JsonElement element) =>
        element.ValueKind == JsonValueKind.Null ? null : JsonNode.Parse(element.GetRawText());

    private JsonElement Walk(bool isLean, IReadOnlyCollection<string> couldNotTell, SortedSet<string> unknown)
    {
        var prose = new ReviewProse(digest);
        var lists = new SubjectLists(digest, prose);
        var text = new ReviewText(digest, prose, lists);
        var texts = new TextVocabulary(digest, text, lists, couldNotTell);
        var walker = new SchemaWalker(schema, texts, new ListVocabulary(lists), new NumberVocabulary(digest), new ChoiceVocabulary(digest, texts), digest)
        {
            IsLean = isLean,
            Unknown = unknown,
        };
        var whole = new Subject(text.Title(), text.Summary(couldNotTell)) { IsWhole = true, Findings = digest.Findings, Severity = digest.Worst };
        return JsonSerializer.SerializeToElement(walker.Fill(schema, "summary", whole, depth: 0).Node);
    }
}
