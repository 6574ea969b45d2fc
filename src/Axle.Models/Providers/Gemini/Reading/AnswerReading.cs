using System.Globalization;
using System.Text.Json;
using Axle.Models.Wire;
using Axle.Models.Wire.Json;
using Microsoft.Extensions.AI;

namespace Axle.Models.Providers.Gemini.Reading;

/// <summary>Reads an answer: a whole one is a stream of one chunk.</summary>
internal sealed class AnswerReading(ProviderErrors errors)
{
    private readonly UsageReading _usage = new();
    private GrowingCall? _growing;
    private string? _id, _model;
    private int _calls;

    /// <summary>The update of one chunk.</summary>
    /// <exception cref="AxleException">The chunk says that the answer failed.</exception>
    public ChatResponseUpdate Read(JsonElement chunk)
    {
        if (chunk.Field("error").ValueKind == JsonValueKind.Object)
            throw errors.FromWire(WireFault.Read(0, headers: null, chunk.GetRawText(), default));
        _id ??= chunk.Text("responseId");
        _model ??= chunk.Text("modelVersion");
        _usage.Take(chunk);
        var candidate = FinishReasons.Candidate(chunk);
        if (FinishReasons.Fault(chunk) is { } fault)
            throw errors.Malformed($"broke off ({fault})").With(_usage.ToDetails());
        var contents = candidate.Field("content").Items("parts").SelectMany(ReadPart).ToList();
        if (FinishReasons.Read(chunk, hasCalls: false) is not null)
            contents.AddRange(EndCall());
        if (Grounding.Read(candidate) is { } sources)
            contents.Add(new TextContent("") { Annotations = sources });
        return Update(contents, FinishReasons.Read(chunk, _calls > 0));
    }

    /// <summary>What is left when the stream ends: a call that nobody closed, and the usage.</summary>
    public ChatResponseUpdate End()
    {
        var left = EndCall().ToList();
        if (_usage.ToDetails() is { } usage)
            left.Add(new UsageContent(usage));
        return Update(left, finish: null);
    }

    private IEnumerable<AIContent> ReadPart(JsonElement part)
    {
        var call = part.Field("functionCall");
        if (call.ValueKind != JsonValueKind.Object)
            return Parts.Read(part, NextCallId);
        if (!call.Holds("willContinue") && call.Field("partialArgs").ValueKind != JsonValueKind.Array && call.Text("name") is not null)
        {
            _calls++;
            return [.. EndCall(), .. Parts.Read(part, NextCallId)];
        }

        var before = call.Text("name") is null ? [] : EndCall().ToList();
        _growing ??= new GrowingCall(call.Text("id"), call.Text("name"), part.Text("thoughtSignature"));
        _growing.Grow(call);
        return call.Holds("willContinue") ? before : before.Concat(EndCall());
    }

    private IEnumerable<AIContent> EndCall()
    {
        if (_growing is not { } call)
            return [];
        _growing = null;
        _calls++;
        return [Parts.ReadCall(call.Id, call.Name, call.Arguments(), call.Signature, NextCallId)];
    }

    // Older models give calls no ids. The answer's id and the call's place in it are as good.
    private string NextCallId() => string.Create(CultureInfo.InvariantCulture, $"{_id ?? "call"}-{_calls}");

    private ChatResponseUpdate Update(IList<AIContent> contents, ChatFinishReason? finish) => new(ChatRole.Assistant, contents)
    {
        ResponseId = _id,
        MessageId = _id,
        ModelId = _model,
        FinishReason = finish,
    };
}
