using System.Text.Json;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Gemini.Reading;

/// <summary>Reads where a text comes from: pages of a search, files of a store, works that it repeats.</summary>
internal static class Grounding
{
    /// <summary>The sources; null when there are none. A source that supports passages is told once for each, with the passage.</summary>
    public static IList<AIAnnotation>? Read(JsonElement candidate)
    {
        var grounding = candidate.Field("groundingMetadata");
        var all = new List<AIAnnotation>();
        var sources = grounding.Items("groundingChunks").ToList();
        var supporting = new HashSet<int>();
        foreach (var support in grounding.Items("groundingSupports"))
        {
            foreach (var index in support.Items("groundingChunkIndices"))
            {
                if (index.ValueKind != JsonValueKind.Number || !index.TryGetInt32(out var at) || at < 0 || at >= sources.Count)
                    continue;
                supporting.Add(at);
                all.Add(Source(sources[at], support.Field("segment").Text("text")));
            }
        }

        all.AddRange(sources.Where((_, i) => !supporting.Contains(i)).Select(s => Source(s, passage: null)));
        all.AddRange(candidate.Field("citationMetadata").Items("citations").Select(c => Citation(c.Text("uri"), c.Text("title"), null, c)));
        return all.Count == 0 ? null : all;
    }

    /// <summary>How many searches are billed: each query from Gemini 3 on, each answer before.</summary>
    public static long Searches(JsonElement root)
    {
        var queries = FinishReasons.Candidate(root).Field("groundingMetadata").Items("webSearchQueries").Count();
        return queries == 0 ? 0 : Asking.GeminiModel.Of(root.Text("modelVersion") ?? "").Version >= 3 ? queries : 1;
    }

    private static CitationAnnotation Source(JsonElement source, string? passage)
    {
        var place = source.Members().Select(m => m.Value).FirstOrDefault();
        return Citation(place.Text("uri") ?? place.Text("fileSearchStore"), place.Text("title"), passage ?? place.Text("text"), source);
    }

    private static CitationAnnotation Citation(string? address, string? title, string? passage, JsonElement raw) => new()
    {
        Url = Uri.TryCreate(address, UriKind.Absolute, out var url) ? url : null,
        FileId = url is null ? address : null,
        Title = title,
        Snippet = passage,
        RawRepresentation = raw,
    };
}
