using System.Text.Json;
using Axle.Client.Http;
using Axle.Client.Runs;

namespace Axle.Client.Approvals;

/// <summary>What runs of a server ask persons.</summary>
public sealed class ApprovalClient
{
    private readonly ApiDoor _door;

    internal ApprovalClient(ApiDoor door) => _door = door;

    /// <summary>Lists the questions that wait for an answer, the oldest first.</summary>
    /// <param name="run">Only those of one run; null for all.</param>
    /// <param name="workflow">Only those of runs of one workflow; null for all.</param>
    /// <param name="assignee">Only what this person is asked, and what anybody is; null for all.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public async Task<IReadOnlyList<Approval>> ListAsync(
        string? run = null, string? workflow = null, string? assignee = null, CancellationToken cancellationToken = default) =>
        (await _door.AskAsync<Page<Approval>>(
            HttpMethod.Get, $"approvals{ApiDoor.Query(("run", run), ("workflow", workflow), ("assignee", assignee))}", null, null, cancellationToken)).Items;

    /// <summary>Says yes to a question of a run.</summary>
    /// <param name="run">The run.</param>
    /// <param name="step">The step that asks; null when the run asks one question only.</param>
    /// <param name="parameters">Parameters with changes, of those that may be changed; null to leave all as they are.</param>
    /// <param name="comment">What to say to it; null for nothing.</param>
    /// <param name="key">Makes it safe to repeat; null for none.</param>
    /// <param name="questionId">Which question is answered: where another one is open by then, nothing is (409). Null for the one that is open.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task<RunAnswer> ApproveAsync(
        string run, string? step = null, JsonElement? parameters = null, string? comment = null, string? key = null, string? questionId = null,
        CancellationToken cancellationToken = default) =>
        DecideAsync(run, new { step, questionId, decision = "approve", parameters, comment }, key, cancellationToken);

    /// <summary>Says no to a question of a run: its step fails, and says who refused and why.</summary>
    /// <param name="run">The run.</param>
    /// <param name="comment">Why.</param>
    /// <param name="step">The step that asks; null when the run asks one question only.</param>
    /// <param name="key">Makes it safe to repeat; null for none.</param>
    /// <param name="questionId">Which question is answered: where another one is open by then, nothing is (409). Null for the one that is open.</param>
    /// <param name="cancellationToken">Cancels the asking.</param>
    public Task<RunAnswer> RejectAsync(
        string run, string comment, string? step = null, string? key = null, string? questionId = null, CancellationToken cancellationToken = default) =>
        DecideAsync(run, new { step, questionId, decision = "reject", comment }, key, cancellationToken);

    private Task<RunAnswer> DecideAsync(string run, object decision, string? key, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrEmpty(run);
        return _door.AskAsync<RunAnswer>(HttpMethod.Post, $"approvals/{Uri.EscapeDataString(run)}/decision", decision, key, cancellationToken);
    }
}
