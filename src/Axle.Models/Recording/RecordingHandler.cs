using System.Collections.Immutable;
using Axle.Models.Recording.Redaction;

namespace Axle.Models.Recording;

/// <summary>Lets traffic pass and writes it down, without keys and personal data.</summary>
internal sealed class RecordingHandler(string provider, Func<ExchangeRedaction> redact, ExchangeWriter writer, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    private static readonly string[] KeptHeaders = ["content-type", "date", "retry-after", "retry-after-ms", "request-id", "x-request-id", "x-should-retry"];
    private static readonly string[] KeptBeginnings = ["anthropic-ratelimit-", "x-ratelimit-", "openai-", "x-gemini-", "x-ms-"];

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var redaction = redact();
        var (kept, api, stream, _) = await RequestRecord.ReadAsync(provider, request, redaction, cancellationToken);
        var begun = new ModelExchange(provider, api, stream, 0, kept, new ExchangeResponse(ImmutableSortedDictionary<string, string>.Empty, []));
        HttpResponseMessage response;
        try
        {
            response = await base.SendAsync(request, cancellationToken);
        }
        catch (Exception e) when (e is HttpRequestException or IOException)
        {
            writer.Add(begun);
            throw;
        }

        var answered = begun with { Status = (int)response.StatusCode, Response = begun.Response with { Headers = HeadersOf(response, redaction) } };
        var capture = new ExchangeCapture(answered, redaction, writer.Add);
        var body = response.Content;
        response.Content = new StreamContent(new CapturedStream(await body.ReadAsStreamAsync(cancellationToken), capture));
        foreach (var (name, values) in body.Headers)
            response.Content.Headers.TryAddWithoutValidation(name, values);
        return response;
    }

    private static ImmutableSortedDictionary<string, string> HeadersOf(HttpResponseMessage response, ExchangeRedaction redaction) =>
        response.Headers.Concat(response.Content.Headers)
            .Select(static h => (Name: h.Key.ToLowerInvariant(), Value: string.Join(", ", h.Value)))
            .Where(static h => KeptHeaders.Contains(h.Name) || KeptBeginnings.Any(b => h.Name.StartsWith(b, StringComparison.Ordinal)))
            .ToImmutableSortedDictionary(static h => h.Name, h => redaction.CleanKeys(h.Value), StringComparer.Ordinal);
}
