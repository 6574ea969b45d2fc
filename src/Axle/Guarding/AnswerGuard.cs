using Axle.Guardrails.Output;
using Axle.Models;
using Axle.Models.Guarding.Output;
using Microsoft.Extensions.AI;

namespace Axle.Guarding;

/// <summary>Joins the rules about answers, as the configuration sets them, and the judge.</summary>
/// <param name="options">What is looked for, and what is done about it.</param>
/// <param name="judge">Judges whole answers; null when none does.</param>
internal sealed class AnswerGuard(OutputOptions options, GroundednessJudge? judge) : IAnswerGuard
{
    private readonly (string Name, AnswerAction Action, Func<string, IReadOnlyList<OutputSpan>> Find)[] _rules = [.. Rules(options)];

    /// <summary>The guard that a configuration asks for; null when nothing is looked for.</summary>
    public static AnswerGuard? Of(OutputOptions options, Func<ModelGateway> models, bool failClosed, TimeProvider time)
    {
        var judge = options.Groundedness == AnswerAction.Off ? null : new GroundednessJudge(options, models, failClosed, time);
        var guard = new AnswerGuard(options, judge);
        return guard._rules.Length == 0 && judge is null ? null : guard;
    }

    public int HoldBack => _rules.Any(static r => r.Action > AnswerAction.Warn) ? options.HoldBack : 0;

    public bool Judges => judge is not null;

    public IReadOnlyList<AnswerFinding> Find(string text)
    {
        List<AnswerFinding>? found = null;
        foreach (var (name, action, find) in _rules)
        {
            foreach (var span in find(text))
                (found ??= []).Add(new AnswerFinding(span.Start, span.End, name, span.Reason, action));
        }

        return found is null ? [] : WithoutOverlap(found);
    }

    public ValueTask<IReadOnlyList<AnswerFinding>> JudgeAsync(
        ModelCall call, IReadOnlyList<ChatMessage> messages, string answer, CancellationToken cancellationToken) =>
        judge is null ? ValueTask.FromResult<IReadOnlyList<AnswerFinding>>([]) : judge.JudgeAsync(call, messages, answer, cancellationToken);

    // Of two that overlap the stronger stays, and covers both.
    private static List<AnswerFinding> WithoutOverlap(List<AnswerFinding> found)
    {
        var kept = new List<AnswerFinding>(found.Count);
        foreach (var finding in found.OrderBy(static f => f.Start).ThenByDescending(static f => f.Action))
        {
            if (kept.Count == 0 || finding.Start >= kept[^1].End)
                kept.Add(finding);
            else
                kept[^1] = (finding.Action > kept[^1].Action ? finding : kept[^1]) with { Start = kept[^1].Start, End = Math.Max(kept[^1].End, finding.End) };
        }

        return kept;
    }

    private static IEnumerable<(string Name, AnswerAction Action, Func<string, IReadOnlyList<OutputSpan>> Find)> Rules(OutputOptions options)
    {
        if (options.Secrets != AnswerAction.Off)
            yield return ("secrets", options.Secrets, Leaks.OfSecrets().Find);
        if (options.PersonalData != AnswerAction.Off)
            yield return ("personalData", options.PersonalData, Leaks.OfPersonalData().Find);
        if (options.Links != AnswerAction.Off)
            yield return ("links", options.Links, new UnsafeLinks(options.LinkHosts).Find);
        foreach (var (name, topic) in options.Topics.Where(static t => t.Value.Action != AnswerAction.Off))
            yield return ($"topics.{name}", topic.Action, new Phrases(topic.Words, "topic").Find);
        if (options.FinancialAdvice != AnswerAction.Off)
            yield return ("financialAdvice", options.FinancialAdvice, Sentences.FinancialAdvice.Find);
        if (options.MedicalAdvice != AnswerAction.Off)
            yield return ("medicalAdvice", options.MedicalAdvice, Sentences.MedicalAdvice.Find);
        if (options.Tone != AnswerAction.Off)
            yield return ("tone", options.Tone, Sentences.Contempt.Find);
    }
}
