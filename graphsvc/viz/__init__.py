"""Pictures of the map: a view is plain data, and every renderer (HTML, SVG, PDF, the page's canvas) draws that data."""
