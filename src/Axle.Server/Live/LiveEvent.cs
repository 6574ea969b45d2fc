using System.Text.Json;
using Axle.Server.Endpoints.Json;
using Axle.Server.Endpoints.Runs;
using Axle.Server.Identity.Privacy;
using Axle.Workflows.Runs.Events;

namespace Axle.Server.Live;

/// <summary>An event on its way to watchers; put into words once, however many there are.</summary>
/// <param name="recorded">The event.</param>
internal sealed class LiveEvent(RecordedEvent recorded)
{
    private byte[]? _utf8;
    private byte[]? _masked;

    /// <summary>The event.</summary>
    public RecordedEvent Recorded => recorded;

    /// <summary>Its place in the history.</summary>
    public long Seq => recorded.Seq;

    /// <summary>It as those see it who may not see personal data.</summary>
    public ReadOnlySpan<byte> Masked(MaskedViews views) => _masked ??= views.Mask(Utf8());

    /// <summary>It as the API shows events.</summary>
    public ReadOnlySpan<byte> Utf8() => _utf8 ??= JsonSerializer.SerializeToUtf8Bytes(EventItem.Of(recorded), ApiJson.Options);
}
