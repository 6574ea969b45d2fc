namespace Axle.Models.Wire;

/// <summary>
/// Turns error answers into <see cref="AxleException"/> where status, headers and body are still at hand: the SDKs' own exceptions
/// lose the waiting time, and one seam serves them all.
/// </summary>
internal sealed class FaultHandler(Func<WireFault, AxleException> toError, RateLimitGauge limits, TimeProvider time, HttpMessageHandler inner)
    : DelegatingHandler(inner)
{
    private const int LongestErrorBody = 64 * 1024;

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var response = await base.SendAsync(request, cancellationToken);
        var now = time.GetUtcNow();
        if (response.IsSuccessStatusCode)
        {
            limits.Show(RateLimitHeaders.Read(response.Headers, retryAfter: null, now));
            return response;
        }

        using (response)
        {
            var body = await ReadStartAsync(response, cancellationToken);
            var fault = WireFault.Read((int)response.StatusCode, response.Headers, body, now);
            limits.Show(RateLimitHeaders.Read(response.Headers, fault.RetryAfter, now));
            throw toError(fault);
        }
    }

    private static async Task<string> ReadStartAsync(HttpResponseMessage response, CancellationToken cancellationToken)
    {
        await using var stream = await response.Content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[LongestErrorBody];
        var length = await stream.ReadAtLeastAsync(buffer, buffer.Length, throwOnEndOfStream: false, cancellationToken);
        return System.Text.Encoding.UTF8.GetString(buffer, 0, length);
    }
}
