using Axle.Identity.Ports;
using Axle.Identity.Users;

namespace Axle.Server.Identity.Users;

/// <summary>Users as people name them in settings.</summary>
internal static class NamedUsers
{
    private const int PageSize = 500;

    /// <summary>Finds a user by id, by the name it signs in with, or by e-mail address.</summary>
    /// <returns>Null when the word fits nobody, or several: whoever chooses a name or an address must not become somebody else by it.</returns>
    public static async ValueTask<User?> FindAsync(IUserStore users, string word, CancellationToken cancellationToken)
    {
        User?[] known = [await users.FindUserAsync(word, cancellationToken), await users.FindUserByNameAsync(word, cancellationToken)];
        var addressed = word.Contains('@', StringComparison.Ordinal) ? await WithAddressAsync(users, word, cancellationToken) : [];
        var fitting = known.OfType<User>().Concat(addressed).DistinctBy(static user => user.Id).ToArray();
        return fitting.Length == 1 ? fitting[0] : null;
    }

    private static async ValueTask<List<User>> WithAddressAsync(IUserStore users, string address, CancellationToken cancellationToken)
    {
        var found = new List<User>();
        string? after = null;
        do
        {
            var page = await users.ListUsersAsync(tenant: null, after, PageSize, cancellationToken);
            found.AddRange(page.Where(user => string.Equals(user.Email, address, StringComparison.OrdinalIgnoreCase)));
            after = page.Count == PageSize ? page[^1].Name : null;
        }
        while (after is not null);
        return found;
    }
}
