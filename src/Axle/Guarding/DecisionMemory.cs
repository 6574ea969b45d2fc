using System.Collections.Concurrent;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Axle.Guardrails.Input;

namespace Axle.Guarding;

/// <summary>Decisions on texts that were seen lately, by their hash; the texts are not kept.</summary>
internal sealed class DecisionMemory
{
    private const int MostDecisions = 8192;

    private readonly ConcurrentDictionary<(UInt128 Hash, TextSource Source), GuardDecision> _decisions = new();

    /// <summary>What was decided; null when it is not known.</summary>
    public GuardDecision? Find(string text, TextSource source) => _decisions.GetValueOrDefault((HashOf(text), source));

    /// <summary>Keeps a decision. What could not be checked is tried again the next time.</summary>
    public void Keep(string text, TextSource source, GuardDecision decision)
    {
        if (decision.Reason is GuardReasons.Failed or GuardReasons.OutOfTime)
            return;
        if (_decisions.Count >= MostDecisions)
            _decisions.Clear();
        _decisions[(HashOf(text), source)] = decision;
    }

    private static UInt128 HashOf(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(MemoryMarshal.AsBytes(text.AsSpan()), hash);
        return MemoryMarshal.Read<UInt128>(hash);
    }
}
