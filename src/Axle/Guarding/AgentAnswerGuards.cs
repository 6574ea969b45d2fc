using System.Collections.Concurrent;
using System.Collections.Frozen;
using Axle.Agents.Library;
using Axle.Models;
using Axle.Models.Guarding.Output;
using Microsoft.Extensions.AI;

namespace Axle.Guarding;

/// <summary>The guards of all answers, and for agents whose files say so guards that look for more.</summary>
/// <param name="options">What all answers are looked at for.</param>
/// <param name="agents">The agents; asked for when the first of them answers.</param>
/// <param name="make">Makes the guard for options; null when they look for nothing.</param>
internal sealed class AgentAnswerGuards(OutputOptions options, Func<LoadedAgents> agents, Func<OutputOptions, IAnswerGuard?> make) : IAnswerGuard
{
    private readonly IAnswerGuard _general = make(options) ?? new Nothing();
    private readonly ConcurrentDictionary<string, IAnswerGuard> _made = new(StringComparer.Ordinal);

    private readonly Lazy<FrozenDictionary<string, OutputOptions>> _own = new(() => agents().Agents
        .Where(static a => a.Guardrails.Output is not null).ToFrozenDictionary(static a => a.Id, static a => a.Guardrails.Output!, StringComparer.Ordinal));

    public int HoldBack => _general.HoldBack;

    public bool Judges => _general.Judges;

    public IAnswerGuard For(ModelCall call) => call.Request.Scope.Agent is { } agent && _own.Value.TryGetValue(agent, out var own)
        ? _made.GetOrAdd(agent, (_, more) => make(options.With(more)) ?? _general, own)
        : _general;

    public IReadOnlyList<AnswerFinding> Find(string text) => _general.Find(text);

    public ValueTask<IReadOnlyList<AnswerFinding>> JudgeAsync(
        ModelCall call, IReadOnlyList<ChatMessage> messages, string answer, CancellationToken cancellationToken) =>
        _general.JudgeAsync(call, messages, answer, cancellationToken);

    private sealed class Nothing : IAnswerGuard
    {
        public int HoldBack => 0;

        public bool Judges => false;

        public IReadOnlyList<AnswerFinding> Find(string text) => [];

        public ValueTask<IReadOnlyList<AnswerFinding>> JudgeAsync(
            ModelCall call, IReadOnlyList<ChatMessage> messages, string answer, CancellationToken cancellationToken) =>
            ValueTask.FromResult<IReadOnlyList<AnswerFinding>>([]);
    }
}
