using System.Net;
using Axle.Models.Recording.Redaction;

namespace Axle.Models.Recording;

/// <summary>Answers out of a recording. Nothing goes over the network.</summary>
internal sealed class ReplayHandler(string provider, Func<ExchangeRedaction> redact, RecordedTraffic traffic) : HttpMessageHandler
{
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var (kept, _, _, fingerprint) = await RequestRecord.ReadAsync(provider, request, redact(), cancellationToken);
        var exchange = traffic.Take(fingerprint, provider, kept);
        if (exchange.Status == 0)
            throw new HttpRequestException(HttpRequestError.ConnectionError, "The connection failed when this was recorded.");
        var response = new HttpResponseMessage((HttpStatusCode)exchange.Status)
        {
            RequestMessage = request,
            Content = new StreamContent(new ReplayedStream(exchange.Response)),
        };
        foreach (var (name, value) in exchange.Response.Headers)
        {
            if (!response.Headers.TryAddWithoutValidation(name, value))
                response.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return response;
    }
}
