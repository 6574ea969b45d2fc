using System.Text.Json;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Anthropic.Reading;

/// <summary>Reads where a text comes from: a page, a document, a search result.</summary>
internal static class Citations
{
    public static IList<AIAnnotation>? ReadAll(JsonElement block)
    {
        List<AIAnnotation>? all = null;
        foreach (var citation in block.Items("citations"))
            (all ??= []).Add(Read(citation));
        return all;
    }

    public static CitationAnnotation Read(JsonElement citation) => new()
    {
        Title = citation.Text("title") ?? citation.Text("document_title"),
        Url = Uri.TryCreate(citation.Text("url") ?? citation.Text("source"), UriKind.Absolute, out var url) ? url : null,
        FileId = citation.Text("file_id"),
        Snippet = citation.Text("cited_text"),
        RawRepresentation = citation,
    };
}
