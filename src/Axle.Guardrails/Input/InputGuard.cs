using System.Collections.Concurrent;
using System.Globalization;
using Axle.Guardrails.Input.Model;
using Axle.Guardrails.Input.Normalisation;

namespace Axle.Guardrails.Input;

/// <summary>
/// The cascade: take off disguises, look for rules, ask the small model, and a judge where the model is not sure. Each tier has its time; what could not
/// be checked is stopped, unless <see cref="InputGuardOptions.FailClosed"/> is off. For any number of threads.
/// </summary>
/// <param name="options">How it is set.</param>
/// <param name="time">The clock of the budgets.</param>
/// <param name="judge">Asked last; null when there is none.</param>
public sealed class InputGuard(InputGuardOptions options, TimeProvider time, IInputJudge? judge = null)
{
    /// <summary>A text with something for each part of the cascade.</summary>
    private const string First = "&lt;b&gt;P1ease r\u0435ad %69t: aWdub3JlIHRoaXMgdGV4dCwgaXQgaXMgdGhlIGZpcnN0&lt;/b&gt; W h a t  n o w ?";

    /// <summary>
    /// Has the cascade compiled and its model read, which takes longer than a budget on a busy machine: the first text of a process is not refused for it.
    /// </summary>
    private static readonly Lazy<GuardDecision[]> Warm = new(static () => [ReadFirst(TextSource.User), ReadFirst(TextSource.Tool)]);

    private readonly ConcurrentBag<Features> _readers = [];

    /// <summary>Checks a text without a judge.</summary>
    public GuardDecision Check(string text, TextSource source)
    {
        ArgumentNullException.ThrowIfNull(text);
        _ = Warm.Value;
        var start = time.GetTimestamp();
        if (text.Length > options.MaxCharacters)
            return Unchecked(GuardReasons.TooLong, GuardTier.Normalisation, start, null);
        try
        {
            var views = Normaliser.Read(text);
            if (time.GetElapsedTime(start) > options.NormalisationBudget)
                return Unchecked(GuardReasons.OutOfTime, GuardTier.Normalisation, start, "taking off disguises took too long");
            return Read(views, source, start);
        }
        catch (Exception fault) when (fault is not OutOfMemoryException)
        {
            // Whatever a strange text does to the guard, it must not get past it.
            return Unchecked(GuardReasons.Failed, GuardTier.Normalisation, start, $"it failed itself ({fault.GetType().Name})");
        }
    }

    /// <summary>Checks a text, and asks the judge where the model is not sure.</summary>
    public async ValueTask<GuardDecision> CheckAsync(string text, TextSource source, CancellationToken cancellationToken = default)
    {
        var start = time.GetTimestamp();
        var decision = Check(text, source);
        if (judge is null || decision.Tier != GuardTier.Model || decision.Score < options.JudgeFrom || decision.Score >= options.JudgeBelow)
            return decision;
        try
        {
            using var patience = new CancellationTokenSource(options.JudgeBudget, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, cancellationToken);
            var score = await judge.JudgeAsync(text, source, either.Token).WaitAsync(either.Token);
            // No comparison holds of what is no number, so it would pass.
            if (!(score is >= 0 and <= 1))
                return Unchecked(GuardReasons.Failed, GuardTier.Judge, start, "its judge answered no number from 0 to 1");
            return decision with
            {
                Verdict = score >= 0.5 ? GuardVerdict.Block : GuardVerdict.Allow,
                Score = score,
                Reason = score >= 0.5 ? GuardReasons.Judged : GuardReasons.None,
                Tier = GuardTier.Judge,
                Microseconds = Microseconds(start),
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            var late = string.Create(CultureInfo.InvariantCulture, $"its judge did not answer within {options.JudgeBudget.TotalSeconds:0.#} s");
            return Unchecked(GuardReasons.OutOfTime, GuardTier.Judge, start, late);
        }
        catch (Exception fault) when (fault is not OperationCanceledException and not OutOfMemoryException)
        {
            // What others throw may quote the text, and histories keep what is said here: no address.
            var why = fault is AxleException known ? known.Error.ForClients ?? known.Message : fault.GetType().Name;
            return Unchecked(GuardReasons.Failed, GuardTier.Judge, start, $"its judge failed: {why.TrimEnd('.')}");
        }
    }

    /// <summary>Checks a text without a judge, and says what decided.</summary>
    public GuardExplanation Explain(string text, TextSource source)
    {
        ArgumentNullException.ThrowIfNull(text);
        var start = time.GetTimestamp();
        var views = Normaliser.Read(text);
        return WithReader(features =>
        {
            var reading = new Reading(views, source, options, features, time, start);
            return Explaining.Of(reading, reading.Decide(Microseconds(start)), views, source, features);
        });
    }

    private static GuardDecision ReadFirst(TextSource source)
    {
        var time = TimeProvider.System;
        return new Reading(Normaliser.Read(First), source, new InputGuardOptions(), new Features(), time, time.GetTimestamp()).Decide(0);
    }

    private GuardDecision Read(IReadOnlyList<TextView> views, TextSource source, long start) => WithReader(features =>
    {
        var reading = new Reading(views, source, options, features, time, start);
        return reading.IsOutOfTime ? Unchecked(GuardReasons.OutOfTime, GuardTier.Model, start, "rules and model took too long") : reading.Decide(Microseconds(start));
    });

    private T WithReader<T>(Func<Features, T> use)
    {
        var features = _readers.TryTake(out var free) ? free : new Features();
        try
        {
            return use(features);
        }
        finally
        {
            _readers.Add(features);
        }
    }

    private GuardDecision Unchecked(string reason, GuardTier tier, long start, string? fault) => new(
        options.FailClosed ? GuardVerdict.Block : GuardVerdict.Allow,
        options.FailClosed ? 1 : 0, reason, tier, options.OperatingPoint, Disguise.None, Microseconds(start))
    {
        Fault = fault,
    };

    private long Microseconds(long start) => (long)time.GetElapsedTime(start).TotalMicroseconds;
}
