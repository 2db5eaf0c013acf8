"""Makes the real part of data/market_film.jsonl.

Input: a CSV of films of the Wikidata snapshot (CC0-1.0), with the columns Title, Year, Rating,
Runtime, Genre, Released, Director, Cast, Country, Oscars, Meter, BoxOffice and Production.
Taken are the films with a box office, and all films of China, Hong Kong and Taiwan.

    python3 market_films.py wikidata-films.csv > real_films.jsonl
"""

import csv
import json
import sys

# The first that fits names the film: the more telling genres stand first.
GENRES = [
    (("Documentary",), "纪录"),
    (("Animation", "Family"), "动画"),
    (("Musical", "Music"), "歌舞"),
    (("Western",), "西部"),
    (("Horror",), "惊悚"),
    (("Sci-Fi", "Fantasy"), "科幻"),
    (("War", "History", "Biography"), "历史战争"),
    (("Thriller", "Mystery"), "悬疑"),
    (("Action",), "动作"),
    (("Adventure",), "冒险"),
    (("Crime",), "犯罪"),
    (("Romance",), "爱情"),
    (("Comedy",), "喜剧"),
    (("Drama", "Sport", "Short"), "剧情"),
]
COUNTRIES = {
    "China": "中国", "People's Republic of China": "中国", "Hong Kong": "中国香港", "British Hong Kong": "中国香港",
    "Taiwan": "中国台湾", "United States": "美国", "United Kingdom": "英国", "France": "法国", "Germany": "德国",
    "West Germany": "德国", "Japan": "日本", "South Korea": "韩国", "India": "印度", "Italy": "意大利",
    "Spain": "西班牙", "Canada": "加拿大", "Australia": "澳大利亚",
}
CHINESE = {"中国", "中国香港", "中国台湾"}


def parts(text):
    return [part.strip() for part in (text or "").split(",") if part.strip()]


def number(text):
    return int(float(text)) if text else None


def film(row):
    countries = list(dict.fromkeys(COUNTRIES.get(name, "其他") for name in parts(row["Country"])))
    gross = number(row["BoxOffice"])
    if not gross and not CHINESE & set(countries):
        return None
    given = set(parts(row["Genre"]))
    genre = next((name for words, name in GENRES if given & set(words)), None)
    released = row["Released"]
    only_year = not released or released.endswith("-01-01")
    values = {
        "title": row["Title"].strip(),
        "title_en": row["Title"].strip(),
        "year": int(row["Year"]),
        "release_date": None if only_year else released[:10],
        "country": countries,
        "genre": {"name": genre} if genre else None,
        "genre_raw": row["Genre"].strip()[:120] or None,
        "director": row["Director"].strip()[:200] or None,
        "cast": row["Cast"].strip()[:4000] or None,
        "distributor": row["Production"].strip()[:120] or None,
        "worldwide_gross": str(gross) if gross else None,
        "critic_score": number(row["Meter"]),
        "runtime_min": number(row["Runtime"]),
        "rating_cert": row["Rating"].strip() or None,
        "oscars": number(row["Oscars"]),
        "import_batch": "Wikidata (CC0)",
    }
    return {key: value for key, value in values.items() if value not in (None, [], "")}


def main():
    seen = set()
    with open(sys.argv[1], encoding="utf-8-sig", newline="") as source:
        for row in csv.DictReader(source):
            values = film(row)
            if values is None or not values["title"]:
                continue
            identity = (values["title"], values["year"], values.get("director"))
            if identity in seen:
                continue
            seen.add(identity)
            print(json.dumps(values, ensure_ascii=False))


if __name__ == "__main__":
    main()
