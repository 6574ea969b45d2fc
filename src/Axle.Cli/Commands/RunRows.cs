using Axle.Cli.Hosting;
using Axle.Workflows.Ports;

namespace Axle.Cli.Commands;

/// <summary>Runs for commands that go through many.</summary>
internal static class RunRows
{
    private const int Page = 500;

    /// <summary>All runs that fit a query, newest first; its limit does not count.</summary>
    /// <param name="host">Axle; without a database there are none.</param>
    /// <param name="query">Which ones.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="cancellationToken">Cancels the reading.</param>
    public static async Task<IReadOnlyList<RunRow>> ListAsync(AxleHost host, RunQuery query, int most, CancellationToken cancellationToken)
    {
        var rows = new List<RunRow>();
        while (host.HasDatabase && rows.Count < most)
        {
            var page = await host.Store.ListRunsAsync(
                query with { Limit = Math.Min(Page, most - rows.Count), Before = rows.Count == 0 ? null : rows[^1].Run }, cancellationToken);
            rows.AddRange(page);
            if (page.Count < Page)
                break;
        }

        return rows;
    }
}
